package dev.allwell.server.config.yaml;

import java.util.Optional;

/// How much a configuration may come to, over all its files: what is written, and what aliases and
/// merges would add to it if they were written out; never more than half of the heap bears, since a
/// file must not be able to end the server.
///
/// What things take of the heap is counted with their share of all that is made of them, services
/// included. 100,000 services of a dozen keys (4,500,000 values) are counted as 0.9 GB and were
/// read with a heap of 0.8 GB.
final class Budget {
  /// Enough for a few hundred thousand services.
  static final long MOST_NODES = 8_000_000;

  static final int DEEPEST = 32;
  static final int SCALAR = 96;
  static final int MAPPING = 400;
  static final int SEQUENCE = 200;
  static final int SERVICE = 900;
  static final int ANCHOR = 100;

  /// For each value that an alias or a merge repeats: it is shared, and stands in maps and lists.
  static final int REPEATED = 48;

  private static final long MOST_BYTES = 64L << 20;

  /// A text is there as bytes, as characters and as both at once while it is turned into them.
  private static final int TEXT = 4;

  private final long heap;
  private long nodes = MOST_NODES;
  private long room;

  private Budget(long heap) {
    this.heap = heap;
    this.room = heap / 2;
  }

  static Budget ofThisJvm() {
    return new Budget(Runtime.getRuntime().maxMemory());
  }

  /// How many bytes all files may have.
  long mostBytes() {
    return Math.min(MOST_BYTES, heap / 2 / TEXT);
  }

  /// Whether it is the heap that bounds those bytes.
  boolean isHeapShort() {
    return mostBytes() < MOST_BYTES;
  }

  /// Counts so many bytes of files.
  void countText(long bytes) {
    room -= bytes * TEXT;
  }

  /// Counts values and what they take of the heap, in bytes.
  ///
  /// @return why that is too much, if it is
  Optional<String> count(long values, long bytes) {
    nodes -= values;
    room -= bytes;
    if (nodes < 0) {
      return Optional.of("more than " + MOST_NODES + " values, with aliases written out");
    }
    return room < 0 ? Optional.of("more values than" + bearable()) : Optional.empty();
  }

  /// What the heap bears, for messages.
  String bearable() {
    return " a heap of %d MiB bears: ALLWELL_JAVA_OPTS=-Xmx… makes it larger".formatted(heap >> 20);
  }
}
