package dev.allwell.server.cli;

import dev.allwell.server.config.GraphiteSettings;
import dev.allwell.server.config.Overrides;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags that say where results go as Graphite's points; those of the aggregate healthcheck
/// among them.
final class GraphiteFlags {
  @Option(
      names = "--graphite",
      paramLabel = "host:port",
      description = "Where carbon listens for plain text: results go there as points, each minute")
  private @Nullable String address;

  @Option(
      names = "--graphite-host",
      paramLabel = "host",
      description = "The same in two flags, as the aggregate healthcheck had it")
  private @Nullable String host;

  @Option(
      names = "--graphite-port",
      paramLabel = "port",
      description = "The port to --graphite-host. Default: 2003")
  private @Nullable String port;

  @Option(
      names = "--environment",
      paramLabel = "name",
      description = "What this installation is called in Graphite's paths. Default: local")
  private @Nullable String environment;

  /// @throws IllegalArgumentException for a flag that cannot be
  Overrides.Graphed said() {
    var named =
        environment == null
            ? null
            : ServeFlags.parse("--environment", environment, GraphiteSettings::checkEnvironment);
    if (host == null) {
      if (port != null) {
        throw new IllegalArgumentException("--graphite-port: belongs to --graphite-host");
      }
      var there =
          address == null
              ? null
              : ServeFlags.parse("--graphite", address, GraphiteSettings::address);
      return new Overrides.Graphed(there, named);
    }
    if (address != null) {
      throw new IllegalArgumentException("--graphite-host: is said by --graphite already");
    }
    var there =
        ServeFlags.parse("--graphite-host", host, name -> GraphiteSettings.address(name, port));
    return new Overrides.Graphed(there, named);
  }
}
