package dev.allwell.examples.svc1;

import dev.allwell.examples.service.ErrorRule;
import dev.allwell.examples.service.Example;
import java.util.Map;

/// A service that is always healthy.
public final class Main {
  private Main() {}

  /// Runs it; `--help` tells the options.
  public static void main(String[] words) {
    new Example("svc1", 4001, ErrorRule.never(), Map.of("example", "always healthy")).run(words);
  }
}
