package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import java.nio.file.Path;
import java.time.Duration;

/// Tries once to take a data folder and says what came of it.
final class FolderProbe {
  private FolderProbe() {}

  public static void main(String[] arguments) {
    try (var folder =
        DataFolder.open(Path.of(arguments[0]), Ticker.SYSTEM, Duration.ofMillis(100))) {
      System.out.println("taken " + folder.path());
    } catch (StoreException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
