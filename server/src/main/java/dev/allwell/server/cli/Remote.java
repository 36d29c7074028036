package dev.allwell.server.cli;

import dev.allwell.server.config.Address;
import dev.allwell.server.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which running server a command means, and the token that it shows there: the one given, else the
/// variable's, else the one that lies in the data folder.
final class Remote {
  static final String VARIABLE = "ALLWELL_TOKEN";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "url",
      defaultValue = "http://" + Address.DEFAULT,
      description = "Where the server listens. Default: ${DEFAULT-VALUE}")
  private URI url;

  @Option(
      names = "--token",
      paramLabel = "token",
      description =
          "What says that you may. Default: the variable "
              + VARIABLE
              + ", else admin-token in the data folder, else none")
  private @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "dir",
      defaultValue = Settings.DEFAULT_DATA,
      description =
          "The server's data folder, in which a token is looked for. Default: ./${DEFAULT-VALUE}")
  private Path data;

  URI url() {
    return url;
  }

  /// What speaks to it.
  ///
  /// @throws ParameterException when the url is none
  ApiClient client() {
    if (url.getHost() == null || !"http".equals(url.getScheme())) {
      throw new ParameterException(
          spec.commandLine(), "--url: \"" + url + "\" is not a url like http://127.0.0.1:4000");
    }
    var file = data.resolve("admin-token");
    return new ApiClient(
        url,
        token(token, System.getenv(VARIABLE), file),
        "no token was given, and "
            + file
            + " cannot be read: name one with --token, or with --data"
            + " the folder that the server works in");
  }

  static Optional<String> token(
      @Nullable String givenOrNull, @Nullable String variableOrNull, Path file) {
    return Optional.ofNullable(givenOrNull)
        .or(() -> Optional.ofNullable(variableOrNull).filter(text -> !text.isBlank()))
        .or(() -> read(file))
        .map(String::strip);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty(); // the server says when one is needed
    }
  }
}
