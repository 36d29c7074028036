package dev.allwell.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process seen from outside, by what the kernel counts for it.
public record ProcessMeter(long pid) {
  private static final double TICKS_A_SECOND = 100; // USER_HZ, the same wherever Linux runs

  /// User and system time of all its threads so far, in seconds, to a hundredth.
  public double cpuSeconds() {
    var stat = read("stat");
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
  }

  /// What it holds in memory, in MiB.
  public double residentMib() {
    return status("VmRSS");
  }

  /// The most that it ever held in memory, in MiB.
  public double peakResidentMib() {
    return status("VmHWM");
  }

  private double status(String key) {
    return read("status")
            .lines()
            .filter(line -> line.startsWith(key + ":"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> Unfit.measured("process " + pid + " is gone"))
        / 1024.0;
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }
}
