package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.History;
import dev.allwell.engine.MemoryLedger;
import dev.allwell.history.Retention;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A file of samples with months in it, written by the store's own writer as fast as it takes them,
/// under a clock that is turned: retention runs as it would have.
public final class FilledStore implements AutoCloseable {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int QUEUE = 65_536;
  private static final int ENOUGH_WAITING = 45_000;

  private final Path file;
  private final AtomicLong sinceBegin = new AtomicLong();
  private final InstantSource wall = () -> BEGIN.plusMillis(sinceBegin.get());
  private final Ticker ticker = () -> sinceBegin.get() * 1_000_000;
  private SqliteSamples samples;

  private FilledStore(Path file) {
    this.file = file;
    this.samples = open();
  }

  /// A new one.
  ///
  /// @param told of each tenth that is done, with the ticks so far
  public static FilledStore fill(
      Path file, int services, Duration span, Duration interval, Progress told) {
    var store = new FilledStore(file);
    store.fill(services, span.toMillis(), interval.toMillis(), told);
    store.reopen();
    return store;
  }

  private SqliteSamples open() {
    var clocks = new SampleWriter.Clocks(wall, ticker, Duration.ofMillis(500));
    var opened = SqliteSamples.open(file, clocks, QUEUE, Retention.DEFAULT);
    opened.load();
    return opened;
  }

  /// Like a restart.
  public void reopen() {
    samples.close();
    samples = open();
  }

  /// Services answer within 5 to 200 ms, each around a middle of its own, now and then three times
  /// as slow; each fails in a run of some minutes about once a week.
  private void fill(int services, long spanMillis, long intervalMillis, Progress told) {
    var random = new SplittableRandom(1);
    var failing = new int[services];
    long rounds = spanMillis / intervalMillis;
    for (long round = 0; round < rounds; round++) {
      long at = BEGIN.toEpochMilli() + round * intervalMillis;
      sinceBegin.set(round * intervalMillis);
      for (int i = 0; i < services; i++) {
        if (failing[i] == 0 && random.nextInt(10_000) == 0) {
          failing[i] = 1 + random.nextInt(20);
        }
        samples.append(
            i + 1L, tick(random, i, at + i * intervalMillis / services, failing, intervalMillis));
      }
      keepPace();
      if ((round + 1) % (rounds / 10) == 0) {
        told.done((int) ((round + 1) * 10 / rounds), (round + 1) * services);
      }
    }
    sinceBegin.set(spanMillis);
  }

  private static Sample tick(
      SplittableRandom random, int service, long due, int[] failing, long intervalMillis) {
    boolean down = failing[service] > 0;
    double middle = 5_000 + (double) (service * 7919L % 195_000);
    double spread = Math.exp(0.25 * random.nextGaussian());
    double slow = random.nextInt(100) == 0 ? 3 : 1;
    if (down) {
      failing[service]--;
    }
    return new Sample(
        due + random.nextInt(12),
        down ? 5_000_000 : (long) (middle * spread * slow),
        down ? Reason.TIMEOUT_FIRST_BYTE : Reason.OK,
        down ? 0 : 200,
        down ? 3 : 1,
        Math.max(2 * intervalMillis, intervalMillis + 30_000));
  }

  /// Lets the writer catch up, so that nothing is dropped.
  private void keepPace() {
    while (samples.queued() > ENOUGH_WAITING) {
      LockSupport.parkNanos(200_000);
    }
  }

  public History history() {
    return new History(new MemoryLedger(), samples, wall);
  }

  public Instant now() {
    return wall.instant();
  }

  public SqliteSamples samples() {
    return samples;
  }

  /// Turns the clock on as real time would.
  public void pass(long millis) {
    sinceBegin.addAndGet(millis);
  }

  public long bytes() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes of each table, the largest first.
  public Map<String, Long> tables() {
    var bytes = new LinkedHashMap<String, Long>();
    query(
        "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 6",
        row -> bytes.put(row.getString(1), row.getLong(2)));
    return bytes;
  }

  /// Rows of a service that are left in chunks and roll-ups.
  public long rowsOf(long service) {
    var count = new long[1];
    query(
        "SELECT (SELECT count(*) FROM chunk WHERE service = %1$d)".formatted(service)
            + " + (SELECT count(*) FROM hours WHERE key & 0xffffffffff = %1$d)".formatted(service)
            + " + (SELECT count(*) FROM day WHERE key & 0xffffffffff = %1$d)".formatted(service),
        row -> count[0] = row.getLong(1));
    return count[0];
  }

  private void query(String sql, Row each) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      while (row.next()) {
        each.read(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    samples.close();
  }

  /// Told how far it is.
  @FunctionalInterface
  public interface Progress {
    void done(int tenths, long ticks);
  }

  /// What is done with a row.
  @FunctionalInterface
  private interface Row {
    void read(ResultSet row) throws SQLException;
  }
}
