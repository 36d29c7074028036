package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.Samples;
import dev.allwell.history.Retention;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Raw ticks in an SQLite file of their own: a journal that is never more than a second behind, and
/// compact chunks that follow within the hour, together with the roll-ups of their hours and days.
///
/// Tallies are exact; a response time that is read is within 1/64 of what was measured.
public final class SqliteSamples implements Samples {
  private static final Duration PACE = Duration.ofMillis(500);
  private static final int QUEUE = 65_536;

  private final Path file;
  private final SampleQueue queue;
  private final Heads heads;
  private final Damage damage;
  private final Commits commits;
  private final SampleWriter writer;
  private final Readers readers;
  private final SampleReader reader;
  private final RollupReader rollups;
  private final TickPages pages;
  private final Retention retention;

  private SqliteSamples(
      Database database, SampleWriter.Clocks clocks, int capacity, Retention retention)
      throws SQLException {
    this.retention = retention;
    file = database.file();
    queue = new SampleQueue(capacity);
    heads = new Heads();
    damage = new Damage();
    commits = Commits.open(database, clocks.ticker());
    writer =
        new SampleWriter(
            commits,
            new SampleTables(commits.connection(), damage),
            new Upkeep(commits.connection(), retention, clocks.ticker()),
            heads,
            queue,
            new SampleWriter.Place(file, clocks));
    readers = new Readers(database, "samples");
    reader = new SampleReader(readers, heads, damage);
    rollups = new RollupReader(readers, heads, damage);
    pages = new TickPages(readers, heads, damage);
  }

  /// As the other, with the retention that is usual.
  public static SqliteSamples open(Path file, InstantSource wall, Ticker ticker) {
    return open(file, wall, ticker, Retention.DEFAULT);
  }

  /// Opens the file, or makes it. Blocks. [#load] comes next.
  ///
  /// @throws StoreException when it cannot be used
  public static SqliteSamples open(
      Path file, InstantSource wall, Ticker ticker, Retention retention) {
    return open(file, new SampleWriter.Clocks(wall, ticker, PACE), QUEUE, retention);
  }

  static SqliteSamples open(Path file, SampleWriter.Clocks clocks, int capacity) {
    return open(file, clocks, capacity, Retention.DEFAULT);
  }

  static SqliteSamples open(
      Path file, SampleWriter.Clocks clocks, int capacity, Retention retention) {
    var database = Database.samples(file);
    database.prepare(false);
    try {
      return new SqliteSamples(database, clocks, capacity, retention);
    } catch (SQLException e) {
      throw DiskTrouble.storeException(e, file);
    }
  }

  /// @throws StoreException when the file cannot be trusted or read
  @Override
  public Map<Long, Tally> load() {
    try {
      long lastMoment = new SampleLoader(commits.connection(), heads, damage).load();
      var tallies = heads.tallies();
      writer.start(lastMoment);
      return tallies;
    } catch (SQLException e) {
      throw DiskTrouble.storeException(e, file);
    }
  }

  @Override
  public void append(long number, Sample sample) {
    if (!heads.isForgotten(number) && queue.add(number, sample)) {
      writer.hurry();
    }
  }

  /// @throws LedgerException when they cannot be read
  @Override
  public List<Sample> read(long number, Instant from, Instant to, int limit, Order order) {
    return reader.read(number, from, to, limit, order);
  }

  /// @throws LedgerException when they cannot be read
  @Override
  public List<Segment> segments(long number, Span span, Instant from, Instant to) {
    return rollups.read(number, span, from, to);
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public Optional<Tally> tally(long number) {
    return heads.head(number).map(Head::tally).filter(tally -> tally.ticks() > 0);
  }

  /// @throws LedgerException when they cannot be read
  @Override
  public TickPage page(long number, long skip, int limit) {
    return pages.page(number, skip, limit);
  }

  @Override
  public void forget(long number) {
    writer.forget(number);
  }

  @Override
  public long dropped() {
    return queue.dropped();
  }

  @Override
  public int queued() {
    return queue.size();
  }

  /// How many rows were found damaged and passed over since the start.
  public long damaged() {
    return damage.rows();
  }

  /// Whether the writer's thread lives: until [#close], unless something went badly wrong. It is
  /// taken for alive before [#load], which starts it.
  public boolean alive() {
    return writer.alive();
  }

  public StoreStats stats() {
    return writer.stats();
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
