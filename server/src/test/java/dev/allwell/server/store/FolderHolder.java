package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import java.nio.file.Path;

/// Takes a data folder and keeps it until it is killed or its input ends.
final class FolderHolder {
  private FolderHolder() {}

  public static void main(String[] arguments) throws Exception {
    try (var folder = DataFolder.open(Path.of(arguments[0]), Ticker.SYSTEM)) {
      System.out.println("holding " + folder.path());
      while (System.in.read() >= 0) {
        System.out.println("still holding");
      }
    }
  }
}
