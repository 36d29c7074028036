package dev.allwell.testkit.process;

import java.time.Duration;

/// Prometheus' own judge of an exposition.
public final class Promtool {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final String program;

  /// @throws AssertionError when the machine has none
  public Promtool() {
    program = Tool.find("promtool", "prometheus");
  }

  /// What `promtool check metrics` says of `text`: exit 0 and no line when it finds nothing wrong,
  /// exit 3 and a line on standard error for each complaint of its linter, exit 1 when it cannot
  /// parse it.
  public Finished checkMetrics(String text) {
    return Command.of(program, "check", "metrics").run(text, DEADLINE);
  }
}
