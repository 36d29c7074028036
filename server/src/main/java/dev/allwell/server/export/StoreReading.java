package dev.allwell.server.export;

/// What the store tells of its own work at one moment.
///
/// @param commits of the ledger since the start
/// @param commitSeconds that those commits took together
/// @param ledgerQueued turns and changes that wait for the ledger's writer
/// @param samplesQueued samples that wait for theirs
/// @param samplesDropped since the start
public record StoreReading(
    long commits,
    double commitSeconds,
    long ledgerQueued,
    long samplesQueued,
    long samplesDropped) {}
