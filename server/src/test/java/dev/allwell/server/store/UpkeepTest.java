package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.History;
import dev.allwell.engine.MemoryLedger;
import dev.allwell.history.Retention;
import dev.allwell.history.Rollup;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.history.Step;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What grows too old goes, slice by slice; what was counted over it stays as long as it shall.
class UpkeepTest {
  private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
  private static final Retention SHORT =
      new Retention(Duration.ofDays(2), Duration.ofDays(5), Duration.ofDays(20));

  private static final Duration EVERY = Duration.ofMinutes(20);

  @TempDir Path folder = Path.of("");

  private final TurnedClock clock = new TurnedClock(T0);
  private final Ticker ticker = () -> Duration.between(T0, clock.instant()).toNanos();
  private long ticks;

  /// Ten days of one service, a tick every 20 minutes, all up but those of the fourth day.
  @BeforeEach
  void write() {
    try (var samples = open(Retention.EVERYTHING)) {
      samples.load();
      while (clock.instant().isBefore(T0.plus(Duration.ofDays(10)))) {
        boolean down = clock.instant().toString().startsWith("2026-03-04");
        var reason = down ? Reason.RESET : Reason.OK;
        samples.append(1, new Sample(clock.millis(), 1000 + ticks % 50, reason, 0, 1, 2_400_000));
        ticks++;
        letItBeWritten(samples);
        clock.turn(Duration.between(clock.instant(), T0.plus(EVERY.multipliedBy(ticks))));
      }
    }
  }

  @Test
  void eachKindStaysAsLongAsItShall() throws Exception {
    try (var samples = open(SHORT)) {
      samples.load();
      turnUntil(samples, Duration.ofMillis(2), this::nothingIsTooOld);
      assertThat(rows("day")).isEqualTo(10);
      assertThat(samples.read(1, T0, clock.instant().minus(Duration.ofHours(50)))).isEmpty();
      assertThat(samples.read(1, clock.instant().minus(Duration.ofDays(2)), Instant.MAX))
          .hasSizeBetween(143, 145);
      assertThat(samples.segments(1, Span.HOUR, Instant.MIN, Instant.MAX)).hasSize(5 * 24);
      assertThat(samples.segments(1, Span.DAY, Instant.MIN, Instant.MAX)).hasSize(10);
    }
  }

  @Test
  void aRangeIsToldFromWhatIsLeft() throws Exception {
    try (var samples = open(SHORT)) {
      samples.load();
      turnUntil(samples, Duration.ofMillis(2), this::nothingIsTooOld);
      var history = new History(new MemoryLedger(), samples, clock);
      var odd = Duration.ofMinutes(7);
      var all = history.over(1, T0.plus(odd), Instant.MAX);
      assertThat(all.from()).as("the day that holds it").isEqualTo(T0);
      assertThat(all.counts().ticks()).isEqualTo(ticks);
      assertThat(all.known().downMillis()).isEqualTo(Span.DAY.millis());
      assertThat(all.known().millis()).as("up to now").isEqualTo(length(all));
      var week = history.over(1, at(6).plus(odd), at(7).plus(odd));
      assertThat(week.from()).as("the hour that holds it").isEqualTo(at(6));
      assertThat(week.to()).isEqualTo(at(7).plus(Duration.ofHours(1)));
      assertThat(week.counts().ticks()).isEqualTo(75);
      assertThat(week.known().upMillis()).isEqualTo(length(week));
      var recent = history.over(1, at(9).plus(odd), at(9).plusSeconds(4000));
      assertThat(recent.from()).as("single ticks are there").isEqualTo(at(9).plus(odd));
      assertThat(recent.counts().ticks()).isEqualTo(3);
      assertThat(recent.known().upMillis()).isEqualTo(length(recent));
      assertThat(history.rollups(1, T0, Instant.MAX, Step.HOUR).getFirst().from())
          .as("hours of days that are kept whole")
          .isEqualTo(at(5));
      assertThat(history.rollups(1, T0, Instant.MAX, Step.DAY)).hasSize(11);
    }
  }

  @Test
  void aClockThatIsSteppedForwardDeletesNothingForAnHour() throws Exception {
    try (var connection = connection()) {
      var upkeep = new Upkeep(connection, SHORT, ticker);
      long chunks = rows("chunk");
      long later = clock.instant().plus(Duration.ofDays(3650)).toEpochMilli();
      upkeep.look(T0.toEpochMilli());
      upkeep.look(later);
      upkeep.slice();
      assertThat(rows("chunk")).isEqualTo(chunks);
      clock.turn(Upkeep.PROBATION);
      upkeep.look(later + Upkeep.PROBATION.toMillis());
      while (!upkeep.isIdle()) {
        upkeep.slice();
      }
      assertThat(rows("chunk")).isZero();
    }
  }

  @Test
  void aSliceEndsWhenItsTimeIsOver() throws Exception {
    try (var connection = connection()) {
      connection.setAutoCommit(false);
      try (var put = connection.prepareStatement("INSERT INTO chunk VALUES (?,7,0,0,x'00')")) {
        for (int i = 0; i < 5000; i++) {
          put.setLong(1, i);
          put.addBatch();
        }
        put.executeBatch();
      }
      connection.commit();
      var nanos = new long[1];
      var upkeep = new Upkeep(connection, SHORT, () -> nanos[0] += Upkeep.SLICE_NANOS / 2);
      upkeep.look(T0.toEpochMilli());
      long before = rows("chunk");
      upkeep.slice();
      connection.commit();
      assertThat(before - rows("chunk")).isEqualTo(256);
      assertThat(upkeep.isIdle()).isFalse();
    }
  }

  @Test
  void theFileShrinksWhenMuchIsDeleted() throws Exception {
    try (var connection = connection()) {
      connection.setAutoCommit(false);
      try (var put = connection.prepareStatement("INSERT INTO hours VALUES (?,0,zeroblob(3000))")) {
        for (int i = 0; i < 12_000; i++) {
          put.setLong(1, i);
          put.addBatch();
        }
        put.executeBatch();
      }
      connection.commit();
    }
    long before = pages();
    try (var samples = open(SHORT)) {
      samples.load();
      turnUntil(samples, Duration.ofSeconds(1), () -> pages() < before / 2);
    }
  }

  @Test
  void deletingAServiceWithMuchHistoryIsCleanedUpBehindAndGoesOnAfterARestart() throws Exception {
    try (var samples = open(Retention.EVERYTHING)) {
      samples.load();
      samples.forget(1);
      assertThat(samples.segments(1, Span.DAY, Instant.MIN, Instant.MAX)).isEmpty();
    }
    try (var samples = open(Retention.EVERYTHING)) {
      samples.load();
      turnUntil(
          samples, Duration.ofMillis(2), () -> rows("chunk") + rows("hours") + rows("day") == 0);
    }
  }

  @Test
  void aDamagedRollupIsCountedAnewFromWhatIsLeft() throws Exception {
    var before = new ArrayList<Segment>();
    for (var change :
        new String[] {"", "UPDATE hours SET crc = 7", "UPDATE day SET blob = x'01'"}) {
      try (var connection = connection();
          var statement = connection.createStatement()) {
        if (!change.isEmpty()) {
          statement.executeUpdate(change + " WHERE key = (SELECT max(key) FROM day)");
        }
      }
      try (var samples = open(Retention.EVERYTHING)) {
        samples.load();
        var hours = samples.segments(1, Span.HOUR, at(9), at(10));
        var days = samples.segments(1, Span.DAY, at(9), at(10));
        if (change.isEmpty()) {
          before.addAll(hours);
          before.addAll(days);
        } else {
          hours = new ArrayList<>(hours);
          hours.addAll(days);
          assertThat(hours).isEqualTo(before);
          assertThat(samples.damaged()).isPositive();
        }
      }
    }
  }

  @Test
  void whatIsKeptShorterMustNotBeCoarser() {
    var day = Duration.ofDays(1);
    assertThatThrownBy(() -> new Retention(Duration.ofDays(2), day, day))
        .hasMessageStartingWith("retention.hourly: PT24H is not within PT48H");
    assertThatThrownBy(() -> new Retention(Duration.ofMinutes(1), day, day))
        .hasMessageStartingWith("retention.raw: PT1M");
  }

  /// Turns the clock on, by and by, so that the writer goes on.
  private void turnUntil(SqliteSamples samples, Duration by, Condition condition)
      throws SQLException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(giveUp);
      clock.turn(by);
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(samples.dropped()).isZero();
  }

  /// A chunk is as old as its writing: a writer that lags behind the clock would leave young ones.
  /// It waits by the same clock.
  private void letItBeWritten(SqliteSamples samples) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (samples.queued() > 0) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(giveUp);
      clock.turn(Duration.ofMillis(1));
      LockSupport.parkNanos(50_000);
    }
  }

  private boolean nothingIsTooOld() throws SQLException {
    long minute = clock.instant().minus(SHORT.raw()).getEpochSecond() / 60;
    return number("SELECT count(*) FROM chunk WHERE flush_minute <= " + minute) == 0
        && rows("hours") == 5;
  }

  private static long length(Rollup rollup) {
    return Duration.between(rollup.from(), rollup.to()).toMillis();
  }

  private static Instant at(int day) {
    return T0.plus(Duration.ofDays(day));
  }

  private SqliteSamples open(Retention retention) {
    var clocks = new SampleWriter.Clocks(clock, ticker, Duration.ofMillis(1));
    return SqliteSamples.open(file(), clocks, 10_000, retention);
  }

  private Path file() {
    return folder.resolve("samples.db");
  }

  private long rows(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  private long pages() throws SQLException {
    return number("PRAGMA page_count");
  }

  private long number(String query) throws SQLException {
    try (var connection = connection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.getLong(1);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  /// What is waited for.
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws SQLException;
  }
}
