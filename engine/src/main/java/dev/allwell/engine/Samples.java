package dev.allwell.engine;

import dev.allwell.history.Retention;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Raw ticks and what was counted over them: the tally of all, and segments by hour and by day.
///
/// A port; `SamplesContract` holds every implementation to what is said here.
public interface Samples extends AutoCloseable {
  /// The tallies as of the last durable sample, by service number. Called once, first. Blocks.
  ///
  /// @throws LedgerException when they cannot be read; an implementation may throw an exception of
  ///   its own when what is remembered cannot be trusted
  Map<Long, Tally> load();

  /// Adds a tick. Never blocks; durable within a second while the store works. When the queue is
  /// full the oldest tick is dropped and counted. A tick of a forgotten service is forgotten. Any
  /// thread, but the ticks of one service in order.
  ///
  /// @param number the service's
  void append(long number, Sample sample);

  /// Ticks of one service with `from` ≤ at < `to`, oldest first; those of the same millisecond in
  /// the order of their appends. A tick is seen once it is durable. Time, reason, status and
  /// attempts are exact; a response time may be kept within 1/64 of its value, while the tally
  /// counts it exactly. Blocks.
  ///
  /// @throws LedgerException when they cannot be read
  default List<Sample> read(long number, Instant from, Instant to) {
    return read(number, from, to, Integer.MAX_VALUE, Order.OLDEST_FIRST);
  }

  /// As the other, by time: in either order, and no more than asked for; but ticks of the same
  /// millisecond come all or not at all, so that whoever wants more can go on from the time of the
  /// last one.
  ///
  /// @param limit at least 1
  List<Sample> read(long number, Instant from, Instant to, int limit, Order order);

  /// The first ticks of a list, as many as asked for, and those of the same millisecond as the
  /// last.
  ///
  /// @param ticks in the order of their times, either way
  static List<Sample> first(List<Sample> ticks, int limit) {
    int end = Math.min(limit, ticks.size());
    while (end < ticks.size() && ticks.get(end).atMillis() == ticks.get(end - 1).atMillis()) {
      end++;
    }
    return List.copyOf(ticks.subList(0, end));
  }

  /// What was counted of one service in each hour or day that begins at `from` or later and before
  /// `to`, oldest first; none for those without ticks. The one under way is counted up to the last
  /// durable tick. A segment is what [Segment#of] makes of the ticks that [#read] gives or gave;
  /// only of ticks that came so late that those around them had been deleted, the time is not
  /// counted. Blocks.
  ///
  /// @throws LedgerException when they cannot be read
  List<Segment> segments(long number, Span span, Instant from, Instant to);

  /// What was counted of one service as of its last durable tick, so that it agrees with the ticks
  /// that can be read, though some of them may be deleted meanwhile; empty without any. Answers at
  /// once.
  Optional<Tally> tally(long number);

  /// A page of the ticks of one service that count for or against it, by their places: newest
  /// first; of the same millisecond, the one appended last comes first. Seen and exact as with
  /// [#read]. However many there are, a store on a disk has no more than an hour of them in memory
  /// at once. Blocks.
  ///
  /// @param skip ticks before the page, 0 or more
  /// @param limit ticks of the page at most, 1 or more
  /// @throws LedgerException when they cannot be read
  default TickPage page(long number, long skip, int limit) {
    var counted = read(number, Instant.MIN, Instant.MAX).stream().filter(Sample::counted).toList();
    var page = counted.reversed().stream().skip(skip).limit(limit).toList();
    return new TickPage(page, counted.size());
  }

  /// How long what is kept.
  Retention retention();

  /// Forgets a service's ticks, segments and tally: readers see none from now on, their room comes
  /// back soon. Never blocks.
  void forget(long number);

  /// How many ticks were dropped since the start.
  long dropped();

  /// How many ticks wait for the writer.
  int queued();

  /// Writes what waits, then closes. No call may follow.
  @Override
  void close();

  /// Which ticks come first.
  enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /// Some of a service's ticks, newest first.
  ///
  /// @param total all that there are
  record TickPage(List<Sample> ticks, long total) {
    public TickPage {
      ticks = List.copyOf(ticks);
    }
  }
}
