package dev.allwell.tracker;

import java.time.Duration;

/// What was counted: each number as it was at some moment of the call. Errors never exceed
/// requests.
///
/// @param requests since the tracker was made
/// @param errors those of them that failed
/// @param requestsInWindow in the sliding window
/// @param errorsInWindow in the sliding window, without those that a reset has forgotten
/// @param errorRate errors ÷ requests since the tracker was made, 0 without requests: what the
///   service monitor calls the error rate
/// @param uptime since the tracker was made
/// @param healthy as [StatusCodeTracker#isHealthy()] says
public record Snapshot(
    long requests,
    long errors,
    long requestsInWindow,
    long errorsInWindow,
    double errorRate,
    Duration uptime,
    boolean healthy) {}
