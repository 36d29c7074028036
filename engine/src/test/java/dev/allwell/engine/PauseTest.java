package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// SIGSTOP and SIGCONT of a real process that has attempts under way: its targets are well all the
/// time, only slow, and need one more exchange after the pause.
@Tag("alone")
class PauseTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Script SLOW_REDIRECT =
      wire -> {
        if (wire.request().line().contains("/slow")) {
          Thread.sleep(700);
          wire.write(Sickness.redirect(302, "/there"));
        } else {
          Thread.sleep(700);
          wire.write(Sickness.answer(200, "well"));
        }
      };

  @Test
  void aStoppedProcessBlamesNobody() {
    try (var target = SickTarget.playing(SLOW_REDIRECT);
        var child = child(target, "sensible")) {
      for (int i = 0; i < 3; i++) {
        stop(child, target);
        awaitChecks(child, StoppedEngine.SERVICES);
      }
      assertThat(judged(child))
          .doesNotContain("judged timeout-connect")
          .noneMatch(line -> line.contains("timeout"));
      assertThat(events(child)).noneMatch(line -> line.contains("DOWNTIME"));
      assertThat(child.lines()).anyMatch(line -> line.contains("stood still for"));
    }
  }

  @Test
  void oneThatDoesNotNoticeBlamesItsTargets() {
    try (var target = SickTarget.playing(SLOW_REDIRECT);
        var child = child(target, "senseless")) {
      boolean blamed = false;
      for (int i = 0; i < 5 && !blamed; i++) {
        stop(child, target);
        awaitChecks(child, StoppedEngine.SERVICES);
        blamed = judged(child).stream().anyMatch(line -> line.contains("timeout"));
      }
      assertThat(blamed).isTrue();
    }
  }

  private static ChildProcess child(SickTarget target, String sense) {
    var child =
        Command.java(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                StoppedEngine.class.getName(),
                Integer.toString(target.port()),
                sense)
            .start();
    child.awaitLine("runs", LONG);
    awaitChecks(child, StoppedEngine.SERVICES);
    return child;
  }

  /// Stops it while attempts are under way, for longer than any of them may take.
  private static void stop(ChildProcess child, SickTarget target) {
    int before = target.accepted();
    await(() -> target.accepted() >= before + 2);
    child.signal("STOP");
    long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    await(() -> System.nanoTime() - until >= 0);
    child.signal("CONT");
  }

  /// So many more.
  private static void awaitChecks(ChildProcess child, int more) {
    int before = judged(child).size();
    await(() -> judged(child).size() >= before + more);
  }

  private static List<String> judged(ChildProcess child) {
    return child.outLines().stream().filter(line -> line.startsWith("judged")).toList();
  }

  private static List<String> events(ChildProcess child) {
    return child.outLines().stream().filter(line -> line.startsWith("event")).toList();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
