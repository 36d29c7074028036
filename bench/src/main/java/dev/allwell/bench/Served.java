package dev.allwell.bench;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// The packaged server, started as users start it.
final class Served implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern URL = Pattern.compile("listens on (http://\\S+)");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final ChildProcess process;
  private final String url;
  private final long startedNanos;
  private final long listeningNanos;

  private Served(ChildProcess process, String url, long startedNanos) {
    this.process = process;
    this.url = url;
    this.startedNanos = startedNanos;
    this.listeningNanos = System.nanoTime();
  }

  /// `./allwell serve`; back as soon as it says where it listens.
  static Served start(Path data) {
    var script = Path.of(System.getProperty("bench.root"), "allwell").toString();
    long started = System.nanoTime();
    var process =
        Command.of(script, "serve", "--listen", "127.0.0.1:0", "--data", data.toString()).start();
    var line = URL.matcher(process.awaitLine("listens on", PATIENCE));
    if (!line.find()) {
      throw Unfit.measured("it does not say where it listens: " + process.lines());
    }
    return new Served(process, line.group(1), started);
  }

  String url() {
    return url;
  }

  /// Just before the script was executed, monotonic.
  long startedNanos() {
    return startedNanos;
  }

  long listeningNanos() {
    return listeningNanos;
  }

  ProcessMeter meter() {
    return new ProcessMeter(process.pid());
  }

  /// Live objects on the heap, in MiB, after a full collection.
  double liveHeapMib() {
    jcmd("GC.run");
    return jcmd("GC.heap_info")
            .lines()
            .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
            .mapToLong(line -> {
              var used = USED.matcher(line);
              return used.find() ? Long.parseLong(used.group(1)) : 0;
            })
            .sum()
        / 1024.0;
  }

  private String jcmd(String word) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var done = Command.of(jcmd, Long.toString(process.pid()), word).run(PATIENCE);
    return String.join("\n", done.out());
  }

  /// What it logged.
  java.util.List<String> log() {
    return process.errLines();
  }

  /// Asks it to end, and waits.
  @Override
  public void close() {
    try (process) {
      process.signal("TERM");
      process.awaitExit(PATIENCE);
    }
  }
}
