package dev.allwell.server.cli;

import dev.allwell.server.config.EtcdNames;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.server.config.Overrides;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags that say where etcd is; those of the aggregate healthcheck among them.
final class EtcdFlags {
  @Option(
      names = {"--etcd-endpoints", "--etcd-peers"},
      paramLabel = "url,url…",
      description =
          "Members of an etcd cluster whose keys state services, categories and acknowledgements,"
              + " as http://127.0.0.1:2379")
  private @Nullable String endpoints;

  @Option(
      names = "--etcd-prefix",
      paramLabel = "/key",
      description = "What all keys in etcd begin with that are read. Default: /ft")
  private @Nullable String prefix;

  @Option(
      names = {"--router", "--vulcand"},
      paramLabel = "host:port",
      description = "Where services of etcd are reached that name no url")
  private @Nullable String router;

  /// @throws IllegalArgumentException for a flag that cannot be
  Overrides.Etcd said() {
    return new Overrides.Etcd(
        endpoints == null
            ? List.of()
            : ServeFlags.parse("--etcd-endpoints", endpoints, EtcdNames::addresses),
        prefix == null
            ? null
            : ServeFlags.parse("--etcd-prefix", prefix, EtcdSettings::checkPrefix),
        router == null ? null : ServeFlags.parse("--router", router, EtcdSettings::checkRouter));
  }
}
