package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.history.Retention;
import dev.allwell.history.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What grew too old, deleted slice by slice, and the room that it took, given back to the disk.
///
/// Nothing of it is remembered: each slice looks anew for the oldest. Who steps the wall clock
/// forward by mistake must not lose everything: nothing is deleted until wall time and monotonic
/// time have agreed for an hour. On the writer's thread alone.
final class Upkeep {
  /// How long the deletions of one commit may take; the last piece of 256 rows may end later.
  static final long SLICE_NANOS = Duration.ofMillis(20).toNanos();

  static final Duration PROBATION = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final long STEP_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int PIECE = 256;
  private static final long FREE_PAGES_LEFT = 2048;
  private static final long FREE_SHARE_LEFT = 8;

  private final Retention retention;
  private final Ticker ticker;
  private final Statement control;
  private final PreparedStatement dropChunks;
  private final PreparedStatement dropHours;
  private final PreparedStatement dropDays;
  private long offsetMillis;
  private long trustedNanos;
  private boolean looked;
  private boolean toDelete;
  private boolean toShrink;
  private long nowMillis;

  Upkeep(Connection connection, Retention retention, Ticker ticker) throws SQLException {
    this.retention = retention;
    this.ticker = ticker;
    control = connection.createStatement();
    dropChunks =
        connection.prepareStatement(
            "DELETE FROM chunk WHERE (flush_minute, service, sequence) IN (SELECT flush_minute,"
                + " service, sequence FROM chunk WHERE flush_minute <= ? ORDER BY flush_minute,"
                + " service, sequence LIMIT "
                + PIECE
                + ")");
    dropHours = connection.prepareStatement(drop(Span.HOUR));
    dropDays = connection.prepareStatement(drop(Span.DAY));
  }

  private static String drop(Span span) {
    var table = DayRows.table(span);
    return "DELETE FROM "
        + table
        + " WHERE key IN (SELECT key FROM "
        + table
        + " WHERE key < ? ORDER BY key LIMIT "
        + PIECE
        + ")";
  }

  /// Once a minute: whether anything may have grown too old, or there is room to give back.
  void look(long nowMillis) throws SQLException {
    this.nowMillis = nowMillis;
    toDelete = clockIsTrusted(nowMillis);
    toShrink = number("PRAGMA auto_vacuum") == 2;
  }

  private boolean clockIsTrusted(long nowMillis) {
    long nanos = ticker.nanos();
    long offset = nowMillis - Duration.ofNanos(nanos).toMillis();
    if (!looked) {
      looked = true;
      offsetMillis = offset;
      trustedNanos = nanos;
    }
    if (Math.abs(offset - offsetMillis) > STEP_MILLIS) {
      LOG.warn(
          "the wall clock was stepped by {} s: no history is deleted for an hour",
          (offset - offsetMillis) / 1000);
      trustedNanos = nanos + PROBATION.toNanos();
    }
    offsetMillis = offset;
    return nanos - trustedNanos >= 0;
  }

  boolean isIdle() {
    return !toDelete && !toShrink;
  }

  /// Deletes and gives back a little, in a transaction of the caller's.
  void slice() throws SQLException {
    long started = ticker.nanos();
    if (toDelete) {
      toDelete = !deleted(started);
    }
    if (toShrink) {
      toShrink = shrink();
    }
  }

  /// Says whether all is deleted that is too old.
  private boolean deleted(long started) throws SQLException {
    long minute = Math.floorDiv(nowMillis - retention.raw().toMillis(), 60_000);
    return gone(dropChunks, minute, started)
        && gone(dropHours, firstKey(retention.hourly()), started)
        && gone(dropDays, firstKey(retention.daily()), started);
  }

  private long firstKey(Duration kept) {
    return DayKey.first(DayKey.dayOf(nowMillis - kept.toMillis()));
  }

  private boolean gone(PreparedStatement drop, long bound, long started) throws SQLException {
    drop.setLong(1, bound);
    while (ticker.nanos() - started < SLICE_NANOS) {
      if (drop.executeUpdate() < PIECE) {
        return true;
      }
    }
    return false;
  }

  /// Some free pages stay, for what comes next. Says whether there is more to give back.
  private boolean shrink() throws SQLException {
    long kept = Math.max(FREE_PAGES_LEFT, number("PRAGMA page_count") / FREE_SHARE_LEFT);
    long spare = number("PRAGMA freelist_count") - kept;
    if (spare > 0) {
      control.executeUpdate("PRAGMA incremental_vacuum(" + Math.min(spare, PIECE) + ")");
    }
    return spare > PIECE;
  }

  private long number(String pragma) throws SQLException {
    try (var row = control.executeQuery(pragma)) {
      return row.getLong(1);
    }
  }
}
