package dev.allwell.server.config.yaml;

/// How much a configuration may come to, over all its files: what is written, and what aliases and
/// merges would add to it if they were written out.
final class Budget {
  /// Enough for a few hundred thousand services.
  static final long MOST_NODES = 4_000_000;

  static final int DEEPEST = 32;

  private long left = MOST_NODES;

  /// Whether there is room for so many nodes more.
  boolean takes(long nodes) {
    left -= nodes;
    return left >= 0;
  }
}
