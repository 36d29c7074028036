package dev.allwell.examples.svc2;

import dev.allwell.examples.service.ErrorRule;
import dev.allwell.examples.service.Example;
import java.util.Map;

/// A service of which every 4th request is an error: over Allwell's limit of 0.2 for good from
/// request 16.
public final class Main {
  private Main() {}

  /// Runs it; `--help` tells the options.
  public static void main(String[] words) {
    new Example("svc2", 4002, ErrorRule.every(4), Map.of("example", "every 4th request fails"))
        .run(words);
  }
}
