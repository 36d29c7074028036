package dev.allwell.server.cli;

import dev.allwell.model.Problem;
import dev.allwell.server.config.AggregateNames;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.EnvValues;
import dev.allwell.server.config.EtcdNames;
import dev.allwell.server.config.SevereNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The `.env` file of a server: what holds where neither flags nor configuration say anything.
final class EnvFlag {
  @Option(
      names = "--env-file",
      paramLabel = "file",
      description =
          "Settings in the names of the uptime recorder (docs/interfaces.md); flags and the"
              + " configuration come first. Default: .env in the working folder, if there is one")
  private @Nullable Path envFile;

  /// What the file says that was named, or lies in the working folder. Blocks.
  ///
  /// @throws ParameterException when it cannot be read, or something is wrong with it
  EnvValues values(CommandLine command) {
    try {
      var read = envFile == null ? EnvValues.in(Path.of("")) : EnvValues.named(envFile);
      if (!read.problems().isEmpty()) {
        throw new ParameterException(
            command,
            read.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
      }
      return read.values();
    } catch (IOException e) {
      throw new ParameterException(command, "--env-file: cannot read " + e.getMessage(), e);
    }
  }

  /// What holds where neither flags nor configuration say anything: what the file says, and what
  /// the environment of the process says in the names of the aggregate healthcheck.
  ///
  /// @throws ParameterException when something is wrong with the latter
  static Config base(CommandLine command, EnvValues values) {
    try {
      var base = AggregateNames.over(values.base(), System.getenv());
      return SevereNames.over(EtcdNames.over(base, System.getenv()), System.getenv());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
