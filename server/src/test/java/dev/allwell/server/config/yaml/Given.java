package dev.allwell.server.config.yaml;

import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Configurations for tests, read without flags.
final class Given {
  private Given() {}

  static Origin origin(Path path, Map<String, String> environment) {
    return new Origin(path, environment, Config.byDefault(), Overrides.NONE);
  }

  static Config good(Path path, Map<String, String> environment) {
    return switch (origin(path, environment).read()) {
      case Reading.Good good -> good.config();
      case Reading.Bad bad -> throw new AssertionError(String.join("\n", bad.problems()));
      case Reading.Unreadable no -> throw new AssertionError(no.why());
    };
  }

  static List<String> problems(Path path) {
    return switch (origin(path, Map.of()).read()) {
      case Reading.Bad bad -> bad.problems();
      case Reading.Good good -> throw new AssertionError(path + " is good: " + good.config());
      case Reading.Unreadable no -> throw new AssertionError(no.why());
    };
  }

  static Path file(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
