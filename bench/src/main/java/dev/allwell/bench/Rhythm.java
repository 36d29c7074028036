package dev.allwell.bench;

import dev.allwell.testkit.fleet.ArrivalLog;
import dev.allwell.testkit.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// How regularly are many services checked? Registers a fake fleet at a running server, waits, and
/// tells what the fleet's own log says.
///
/// Called by `bin/bench rhythm` with: the server's url, its pid, services, interval in seconds,
/// black holes in percent, minutes.
public final class Rhythm {
  private Rhythm() {}

  public static void main(String[] words) throws InterruptedException, IOException {
    var server = words[0];
    long pid = Long.parseLong(words[1]);
    int services = Integer.parseInt(words[2]);
    int interval = Integer.parseInt(words[3]);
    int holes = Integer.parseInt(words[4]);
    var minutes = Duration.ofMinutes(Long.parseLong(words[5]));
    try (var fleet = Fleet.of(services, i -> i % 100 < holes);
        var client = new Client(server)) {
      long begun = System.nanoTime();
      client.register(
          services,
          i ->
              "{\"id\":\"s-%d\",\"url\":\"%s\",\"interval\":\"%ds\"}"
                  .formatted(i, fleet.url(i), interval));
      say("registered", services + " in " + decimal((System.nanoTime() - begun) / 1e9) + " s");
      Thread.sleep(Duration.ofSeconds(2L * interval));
      long settled = System.nanoTime();
      double cpu = cpuSeconds(pid);
      Thread.sleep(minutes);
      double seconds = (System.nanoTime() - settled) / 1e9;
      double share = (cpuSeconds(pid) - cpu) / seconds;
      say("server CPU", decimal(share * 100) + " % of a core");
      say("server RSS", status(pid, "VmRSS"));
      say("server peak RSS", status(pid, "VmHWM"));
      tell(fleet.log(), services, interval, holes, settled);
      client
          .get("/metrics")
          .lines()
          .filter(line -> line.matches("allwell_check(s_skipped|_start_lateness|s_in_flight).*"))
          .forEach(System.out::println);
    }
  }

  private static void tell(ArrivalLog log, int services, int interval, int holes, long settled) {
    var well = IntStream.range(0, services).filter(i -> i % 100 >= holes).toArray();
    long checks = 0;
    for (int service : well) {
      checks += Arrays.stream(log.of(service)).filter(at -> at >= settled).count();
    }
    say("checks of the well ones", Long.toString(checks));
    double[] off =
        Arrays.stream(well)
            .mapToObj(service -> gapsSince(log.of(service), settled))
            .flatMapToDouble(Arrays::stream)
            .map(gap -> Math.abs(gap - interval))
            .sorted()
            .toArray();
    for (double quantile : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
      int at = (int) Math.min(off.length - 1, Math.round(quantile * off.length));
      say("gap off the interval, p" + decimal(quantile * 100), decimal(off[at] * 1000) + " ms");
    }
  }

  private static double[] gapsSince(long[] arrivals, long settled) {
    return IntStream.range(1, arrivals.length)
        .filter(i -> arrivals[i - 1] >= settled)
        .mapToDouble(i -> (arrivals[i] - arrivals[i - 1]) / 1e9)
        .toArray();
  }

  /// utime + stime of a process, in seconds; the kernel counts in hundredths.
  private static double cpuSeconds(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private static String status(long pid, String key) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines.filter(line -> line.startsWith(key)).findFirst().orElse(key).strip();
    }
  }

  private static void say(String what, String value) {
    System.out.printf(Locale.ROOT, "%-32s %s%n", what, value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
