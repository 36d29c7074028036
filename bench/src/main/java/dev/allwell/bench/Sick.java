package dev.allwell.bench;

import dev.allwell.engine.Footprint;
import dev.allwell.engine.SickCrowd;
import dev.allwell.probe.SickChecks;
import dev.allwell.testkit.sick.Behaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What do two hundred targets of each hostile behaviour cost, and what do their neighbours feel?
///
/// Called by `bin/bench sick` with: how many of each, the seconds of a row, and a part of the names
/// of the rows that are wanted.
public final class Sick {
  private static final int NEIGHBOURS = 500;
  private static final String ROW = "%-64.64s %9s %9s %9s %9s %9s %s%n";

  private Sick() {}

  static int run(List<String> words) throws InterruptedException {
    int each = !words.isEmpty() ? Integer.parseInt(words.get(0)) : 200;
    var lasting = Duration.ofSeconds(words.size() > 1 ? Long.parseLong(words.get(1)) : 3);
    String wanted = words.size() > 2 ? words.get(2) : "";
    try (var crowd = new SickCrowd(NEIGHBOURS)) {
      Thread.sleep(SickCrowd.INTERVAL.multipliedBy(2));
      double alone = alone(crowd, lasting);
      say("row", "attempts", "longest s", "off p99", "heap MiB", "direct", "");
      say("(none)", "0", "0", decimal(alone), "0", "0", "");
      for (Behaviour row : SickChecks.rows()) {
        if (row.name().contains(wanted)) {
          measure(crowd, row, each, lasting);
        }
      }
      say("resident at most, MiB", "", "", "", peak(), "", "");
      return 0;
    }
  }

  private static double alone(SickCrowd crowd, Duration lasting) throws InterruptedException {
    long from = System.nanoTime();
    Thread.sleep(lasting.multipliedBy(2));
    return p99(crowd.offBeat(from, System.nanoTime()));
  }

  private static void measure(SickCrowd crowd, Behaviour row, int each, Duration lasting)
      throws InterruptedException {
    long from = System.nanoTime();
    SickCrowd.Came came = crowd.let(List.of(row), each, lasting);
    double off = p99(crowd.offBeat(from, System.nanoTime()));
    Footprint.Bytes before = Footprint.now();
    Footprint.Bytes most =
        Footprint.during(() -> crowd.let(List.of(row), each, Duration.ofMillis(1)));
    say(
        row.name(),
        Integer.toString(came.attempts()),
        decimal(came.longest().toNanos() / 1e9),
        decimal(off),
        decimal((most.heap() - before.heap()) / 1048576.0),
        decimal((most.direct() - before.direct()) / 1048576.0),
        came.wrong().isEmpty() ? "" : "gave " + came.wrong().values());
  }

  private static double p99(double[] ascending) {
    return ascending.length == 0 ? Double.NaN : ascending[(int) (ascending.length * 0.99)];
  }

  private static String peak() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .map(line -> decimal(Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(String... cells) {
    System.out.printf(Locale.ROOT, ROW, (Object[]) cells);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
