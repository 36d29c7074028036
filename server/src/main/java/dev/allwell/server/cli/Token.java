package dev.allwell.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a command finds the token that it shows to a server.
final class Token {
  private static final String FILE = "admin-token";

  private Token() {}

  /// The first there is: as given, from the environment, from the data folder.
  ///
  /// @param data the data folder, whose token is taken when it can be read
  static Optional<String> find(
      @Nullable String givenOrNull, @Nullable String variableOrNull, Path data) {
    return Optional.ofNullable(givenOrNull)
        .or(() -> Optional.ofNullable(variableOrNull).filter(text -> !text.isBlank()))
        .or(() -> file(data.resolve(FILE)))
        .map(String::strip);
  }

  private static Optional<String> file(Path path) {
    try {
      return Files.isReadable(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the server will say that a token is needed
    }
  }
}
