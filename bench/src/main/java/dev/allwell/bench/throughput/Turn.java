package dev.allwell.bench.throughput;

/// One contestant's measured window at one kind.
///
/// @param checks as the target counted them
/// @param seconds wall clock
/// @param cpuSeconds user and system time of the contestant
record Turn(
    int round, String contestant, Kind kind, long checks, double seconds, double cpuSeconds) {
  double perCpuSecond() {
    return checks / cpuSeconds;
  }

  double perSecond() {
    return checks / seconds;
  }
}
