package dev.allwell.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Instants as unix nanoseconds in a `long`, from the year 1677 to 2262.
final class UnixNanos {
  private static final long PER_SECOND = 1_000_000_000L;

  private UnixNanos() {}

  static long of(Instant instant) {
    long whole = Math.multiplyExact(instant.getEpochSecond(), PER_SECOND);
    return Math.addExact(whole, instant.getNano());
  }

  static @Nullable Long orNull(@Nullable Instant instantOrNull) {
    return instantOrNull == null ? null : of(instantOrNull);
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
  }

  static @Nullable Instant instantOrNull(@Nullable Long nanosOrNull) {
    return nanosOrNull == null ? null : instant(nanosOrNull);
  }

  static void bind(PreparedStatement statement, int index, @Nullable Long valueOrNull)
      throws SQLException {
    if (valueOrNull == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, valueOrNull);
    }
  }

  static @Nullable Long column(ResultSet row, int index) throws SQLException {
    long value = row.getLong(index);
    return row.wasNull() ? null : value;
  }
}
