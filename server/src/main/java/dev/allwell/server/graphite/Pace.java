package dev.allwell.server.graphite;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How fast the feed goes about its work.
///
/// @param period from one writing to the next
/// @param look how often it looks whether there is something to do
/// @param firstPause ceiling of the pause after the first failure; doubled with each
/// @param longestPause ceiling of all
/// @param toConnect patience with the name servers, and with each address
/// @param toWrite patience with who takes nothing
record Pace(
    Duration period,
    Duration look,
    Duration firstPause,
    Duration longestPause,
    Duration toConnect,
    Duration toWrite) {
  static final Pace USUAL =
      new Pace(
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));

  private static final int MOST_DOUBLINGS = 20;

  /// How long to wait before the next try: half of the ceiling, and of the other half as much as
  /// chance will have, so that not everybody comes back at once.
  ///
  /// @param failures in a row before the last
  long pauseNanos(int failures, RandomGenerator chance) {
    long ceiling =
        Math.min(
            firstPause.toNanos() << Math.min(failures, MOST_DOUBLINGS), longestPause.toNanos());
    return ceiling - chance.nextLong(ceiling / 2 + 1);
  }
}
