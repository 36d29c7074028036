package dev.allwell.server.store;

/// How the writer of one file has fared since it was opened: for metrics and the system page.
///
/// @param commits that reached the disk
/// @param commitNanos spent in them altogether; with `commits` it makes a summary
/// @param lastCommitNanos of the last one
/// @param longestCommitNanos of the slowest one
/// @param failures commits that were rolled back
/// @param checkpoints of the write-ahead log
/// @param checkpointNanos spent in them altogether
public record StoreStats(
    long commits,
    long commitNanos,
    long lastCommitNanos,
    long longestCommitNanos,
    long failures,
    long checkpoints,
    long checkpointNanos) {}
