package dev.allwell.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static Command shell(String script) {
    return Command.of("sh", "-c", script);
  }

  @Test
  void itsLinesAndItsExitCodeAreTold() {
    Finished finished = shell("echo one; echo two >&2; echo three; exit 7").run(LONG);

    assertThat(finished.exit()).isEqualTo(7);
    assertThat(finished.out()).containsExactly("one", "three");
    assertThat(finished.err()).containsExactly("two");
  }

  @Test
  void itReadsWhatItIsGiven() {
    assertThat(Command.of("cat").run("a\nb\n", LONG).out()).containsExactly("a", "b");
  }

  /// More than a pipe holds: the last one ends only when somebody reads it. (When the readers were
  /// virtual threads this failed now and then alone, as the JVM found carriers for them or not.)
  @Test
  void silentProgramsKeepNobodyFromReadingAnother() {
    var silent = new ArrayList<ChildProcess>();
    try {
      for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
        silent.add(Command.of("sleep", "1000").start());
      }
      assertThat(shell("yes | head -n 100000").run(LONG).out()).hasSize(100_000);
    } finally {
      silent.forEach(ChildProcess::close);
    }
  }

  @Test
  void aProgramThatReadsNothingIsStillTold() {
    assertThat(Command.of("true").run("x".repeat(1 << 20), LONG).exit()).isZero();
  }

  @Test
  void aLineStillToComeIsWaitedFor() {
    try (ChildProcess child = shell("read word; echo said $word >&2; sleep 1000").start()) {
      child.give("hello\n");

      assertThat(child.awaitLine("said", LONG)).isEqualTo("said hello");
      assertThat(child.awaitLine("hello", LONG)).isEqualTo("said hello");
    }
  }

  @Test
  void anEndWithoutTheAwaitedLineFailsAndTellsAllThatWasSaid() {
    try (ChildProcess child = shell("echo other").start()) {
      assertThatThrownBy(() -> child.awaitLine("wanted", LONG))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended without a line with \"wanted\"")
          .hasMessageContaining("other");
    }
  }

  @Test
  void aProgramThatDoesNotEndFailsByItsDeadlineAndIsKilled() {
    ChildProcess child = shell("sleep 1000").start();
    try (child) {
      assertThatThrownBy(() -> child.awaitExit(Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("still running after PT0.05S");
    }

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void closingKillsWhatItStartedAsWell() throws Exception {
    long grandchild;
    try (ChildProcess child = shell("sleep 1000 & echo $!; wait").start()) {
      grandchild = Long.parseLong(child.awaitLine("", LONG));
    }

    var handle = ProcessHandle.of(grandchild);
    if (handle.isPresent()) {
      handle.get().onExit().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aSignalReachesIt() {
    String script = "trap 'echo caught; exit 5' TERM; echo ready; while :; do sleep 0.05; done";
    try (ChildProcess child = shell(script).start()) {
      child.awaitLine("ready", LONG);
      child.signal("TERM");

      assertThat(child.awaitExit(LONG)).isEqualTo(5);
      assertThat(child.outLines()).contains("caught");
    }
  }

  @Test
  void aloneItSeesOnlyWhatItWasGiven(@TempDir Path folder) {
    Command command =
        Command.of("/usr/bin/env").alone().with("ONE", "1").with("TWO", "2").in(folder);

    assertThat(command.run(LONG).out()).containsExactlyInAnyOrder("ONE=1", "TWO=2");
  }

  @Test
  void itStartsInItsFolder(@TempDir Path folder) throws Exception {
    assertThat(Command.of("pwd").in(folder).run(LONG).out())
        .containsExactly(folder.toRealPath().toString());
  }

  @Test
  void aProgramThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> Command.of("no-such-program").start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot start [no-such-program]");
  }
}
