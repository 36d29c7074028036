package dev.allwell.server.store;

import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Reads the roll-ups of a service: those that are stored, and on top of them the ticks of its
/// head.
///
/// The head is looked at first. What of it was flushed meanwhile is counted in the rows: the stored
/// tally then tells of a later chunk than the head did, and the head is left out.
final class RollupReader {
  private final Readers readers;
  private final Heads heads;
  private final Damage damage;

  RollupReader(Readers readers, Heads heads, Damage damage) {
    this.readers = readers;
    this.heads = heads;
    this.damage = damage;
  }

  List<Segment> read(long number, Span span, Instant from, Instant to) {
    var head = heads.head(number);
    if (head.isEmpty() || !from.isBefore(to)) {
      return List.of();
    }
    var rest = head.get().rest();
    return readers.read(connection -> {
      try (var reading = new Reading(connection, number, rest)) {
        return reading.segments(span, from, to);
      }
    });
  }

  /// One answer, in one read transaction.
  private final class Reading implements AutoCloseable {
    private final long number;
    private final DayRows rows;
    private final Map<Long, List<Sample>> fresh;

    Reading(Connection connection, long number, Head.Rest rest) throws SQLException {
      this.number = number;
      this.rows = new DayRows(connection, damage);
      var ticks = new ArrayList<Sample>();
      if (nextSequence(connection, number) <= rest.nextSequence()) {
        ticks.addAll(rest.ticks());
      }
      ticks.sort(Comparator.comparingLong(Sample::atMillis));
      this.fresh = DayRollups.by(Span.DAY, ticks);
    }

    List<Segment> segments(Span span, Instant from, Instant to) throws SQLException {
      var segments = new ArrayList<Segment>();
      for (long day : days(SampleReader.clamped(from), SampleReader.clamped(to))) {
        for (var segment : day(span, day)) {
          var begin = Instant.ofEpochMilli(span.floor(segment.firstMillis()));
          if (!begin.isBefore(from) && begin.isBefore(to)) {
            segments.add(segment);
          }
        }
      }
      return segments;
    }

    private List<Long> days(Instant from, Instant to) throws SQLException {
      long first = DayKey.dayOf(from.toEpochMilli());
      long last = DayKey.dayOf(to.toEpochMilli() - 1);
      var days = new ArrayList<Long>();
      var stored = rows.days();
      if (stored.isPresent()) {
        long end = Math.min(last, stored.get().last());
        for (long day = Math.max(first, stored.get().first()); day <= end; day++) {
          days.add(day);
        }
      }
      for (long begin : fresh.keySet()) {
        long day = DayKey.dayOf(begin);
        if (day >= first && day <= last && !days.contains(day)) {
          days.add(day);
        }
      }
      days.sort(Comparator.naturalOrder());
      return days;
    }

    private List<Segment> day(Span span, long day) throws SQLException {
      var ticks = fresh.get(day * Span.DAY.millis());
      if (ticks != null) {
        var counted = rows.day(number, day).with(ticks, (from, to) -> rows.ticks(number, from, to));
        return switch (span) {
          case HOUR -> List.copyOf(counted.hours().values());
          case DAY -> counted.whole();
        };
      }
      return switch (span) {
        case HOUR -> rows.hours(number, day);
        case DAY -> whole(day);
      };
    }

    private List<Segment> whole(long day) throws SQLException {
      var whole = rows.whole(number, day);
      return whole.isPresent()
          ? List.of(whole.get())
          : DayRollups.of(rows.hours(number, day), null).whole();
    }

    @Override
    public void close() throws SQLException {
      rows.close();
    }
  }

  /// As the tally that is stored says; 0 when it does not.
  private static long nextSequence(Connection connection, long number) throws SQLException {
    try (var query = connection.prepareStatement("SELECT crc, blob FROM tally WHERE service = ?")) {
      query.setLong(1, number);
      try (var row = query.executeQuery()) {
        if (!row.next()) {
          return 0;
        }
        var blob = row.getBytes(2);
        return row.getLong(1) == TallyRow.sum(number, blob) ? TallyRow.read(blob).sequence() : 0;
      } catch (IllegalArgumentException | ArithmeticException damaged) {
        return 0;
      }
    }
  }
}
