package dev.allwell.e2e;

import dev.allwell.testkit.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout that is under test, with what its build has packaged.
final class Product {
  private Product() {}

  /// The project's folder.
  static Path root() {
    return Path.of(System.getProperty("allwell.root"));
  }

  /// The server's runnable jar.
  static Path jar() {
    return packaged(Path.of(System.getProperty("allwell.jar")));
  }

  /// The runnable jar of the example `name`.
  static Path example(String name) {
    return packaged(root().resolve("examples/" + name + "/target/" + name + ".jar"));
  }

  /// `./allwell` with `words`; it runs what this build has packaged and builds nothing.
  static Command allwell(String... words) {
    return Command.of(root().resolve("allwell").toString())
        .plus(words)
        .with("ALLWELL_BUILDING", "yes");
  }

  private static Path packaged(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(jar + " is missing: run `mvn verify`, or `mvn package` before");
    }
    return jar;
  }
}
