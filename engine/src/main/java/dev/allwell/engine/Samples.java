package dev.allwell.engine;

import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Raw ticks and what was counted over them.
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
  List<Sample> read(long number, Instant from, Instant to);

  /// What was counted of one service as of its last durable tick, so that it agrees with the ticks
  /// that can be read; empty without any. A store that counts as it goes answers at once.
  default Optional<Tally> tally(long number) {
    var tally = Tally.EMPTY;
    for (var sample : read(number, Instant.MIN, Instant.MAX)) {
      tally = tally.with(sample);
    }
    return Optional.of(tally).filter(counted -> counted.ticks() > 0);
  }

  /// A page of the ticks of one service that count for or against it, newest first; of the same
  /// millisecond, the one appended last comes first. Seen and exact as with [#read]. However many
  /// there are, a store on a disk has no more than an hour of them in memory at once. Blocks.
  ///
  /// @param skip ticks before the page, 0 or more
  /// @param limit ticks of the page at most, 1 or more
  /// @throws LedgerException when they cannot be read
  default TickPage newest(long number, long skip, int limit) {
    var counted = read(number, Instant.MIN, Instant.MAX).stream().filter(Sample::counted).toList();
    var page = counted.reversed().stream().skip(skip).limit(limit).toList();
    return new TickPage(page, counted.size());
  }

  /// Forgets a service's ticks and tally: readers see none from now on, their room comes back soon.
  /// Never blocks.
  void forget(long number);

  /// How many ticks were dropped since the start.
  long dropped();

  /// How many ticks wait for the writer.
  int queued();

  /// Writes what waits, then closes. No call may follow.
  @Override
  void close();

  /// Some of a service's ticks, newest first.
  ///
  /// @param total all that there are
  record TickPage(List<Sample> ticks, long total) {
    public TickPage {
      ticks = List.copyOf(ticks);
    }
  }
}
