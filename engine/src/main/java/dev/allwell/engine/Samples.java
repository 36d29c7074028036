package dev.allwell.engine;

import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
}
