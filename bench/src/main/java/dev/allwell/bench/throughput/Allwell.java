package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Allwell itself, with the flags that the launcher sets.
record Allwell(Path folder, Targets targets, Setup setup) implements Contestant {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// How it is run.
  ///
  /// @param services enough that some are always due
  /// @param flags of the JVM
  /// @param recording prefix of the files for flight recordings; empty for none
  record Setup(
      Cores cores,
      int inFlight,
      int services,
      int warmUpSeconds,
      List<String> flags,
      String recording) {}

  @Override
  public String name() {
    return "allwell";
  }

  @Override
  public Set<Kind> kinds() {
    return EnumSet.allOf(Kind.class);
  }

  @Override
  public Running start(Kind kind) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(setup.flags);
    words.add("-Djavax.net.ssl.trustStore=" + targets.trust());
    words.add("-Djavax.net.ssl.trustStorePassword=" + Papers.PASSWORD);
    if (!setup.recording.isEmpty()) {
      words.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Subject.class.getName()));
    try {
      var data = Files.createTempDirectory(folder, "store");
      words.addAll(
          List.of(
              kind.name(),
              targets.url(kind),
              Integer.toString(setup.services),
              Integer.toString(setup.inFlight),
              data.toString(),
              Integer.toString(setup.warmUpSeconds)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var process = Cores.pinned(setup.cores.contestant(), words.toArray(String[]::new)).start();
    process.awaitLine("ready", PATIENCE);
    return new Server(
        process, setup.recording.isEmpty() ? "" : setup.recording + "-" + kind.code() + ".jfr");
  }

  /// @param recording the file for a flight recording; empty for none
  private record Server(ChildProcess process, String recording) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void measured() {
      if (!recording.isEmpty()) {
        jcmd(
            "JFR.start",
            "name=bench",
            "settings=profile",
            "jdk.CPUTimeSample#enabled=true",
            "jdk.CPUTimeSample#throttle=5ms");
      }
    }

    @Override
    public void close() {
      try (process) {
        if (!recording.isEmpty()) {
          jcmd("JFR.stop", "name=bench", "filename=" + recording);
        }
        process.give("end\n");
        var account = process.awaitLine("account: ", PATIENCE);
        System.err.println(account);
        if (!account.contains(" failed=0 ") || account.contains(" waiting=0 ")) {
          throw Unfit.measured("checks failed, or the lane was not busy: " + account);
        }
        process.awaitExit(PATIENCE);
      }
    }

    private void jcmd(String... words) {
      var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      var done = Command.of(jcmd, Long.toString(pid())).plus(words).run(PATIENCE);
      if (done.exit() != 0) {
        throw Unfit.measured("no flight recording: " + done);
      }
    }
  }
}
