package dev.allwell.bench;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged server, started as users start it.
final class Served implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern URL = Pattern.compile("listens on (http://\\S+)");
  private static final Pattern TOTAL = Pattern.compile("Total +[0-9]+ +([0-9]+)");

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
    return jcmd("GC.class_histogram") // of live objects, after a full collection
            .lines()
            .map(TOTAL::matcher)
            .filter(Matcher::matches)
            .mapToLong(total -> Long.parseLong(total.group(1)))
            .findFirst()
            .orElseThrow(() -> Unfit.measured("its heap cannot be looked at"))
        / (double) (1 << 20);
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
