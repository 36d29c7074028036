package dev.allwell.server.cli;

import dev.allwell.server.config.Address;
import dev.allwell.server.config.ByProxy;
import dev.allwell.server.config.Canary;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.HostName;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.Settings;
import dev.allwell.server.config.SevereNames;
import dev.allwell.server.config.yaml.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The flags of a server: each rules the key of its name in the configuration.
final class ServeFlags {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "file|folder",
      description =
          "A configuration file, or a folder of *.yaml files; read again whenever it changes")
  private @Nullable Path config;

  @Option(
      names = "--listen",
      paramLabel = "host:port",
      description =
          "Where to listen; beyond loopback only when there is a token, or with --anonymous-read."
              + " Port 0 takes a free one. Default: 127.0.0.1:4000")
  private @Nullable String listen;

  @Option(
      names = "--data",
      paramLabel = "dir",
      description = "Folder of the embedded store, made if missing. Default: ./data")
  private @Nullable Path data;

  @Option(
      names = "--concurrency",
      paramLabel = "n",
      description =
          "Checks in flight at once. Default: auto, the smaller of 16384 and half of the descriptors")
  private @Nullable String concurrency;

  @Option(
      names = "--canary",
      paramLabel = "host:port",
      description =
          "A place that is reachable whenever this machine's network is well, as your gateway;"
              + " repeatable. While all are silent, what cannot be reached is unknown, not dead")
  private List<String> canaries = List.of();

  @Option(
      names = "--host",
      paramLabel = "name",
      description =
          "A further name that requests may call this server by, as watch.example.org; repeatable."
              + " Others are refused, so that no page can have its own name lead here")
  private List<String> hosts = List.of();

  @Option(
      names = "--no-trust-loopback",
      description =
          "Callers on this machine need a token like all others: for a server behind a proxy")
  private boolean distrustLoopback;

  @Option(
      names = "--anonymous-read",
      description = "Everybody who reaches the server may read without a token")
  private boolean anonymousRead;

  @Option(
      names = {"--proxy", "--socks-proxy"},
      paramLabel = "host:port|url",
      description =
          "The proxy that the services of the configuration are checked by, in place of its"
              + " defaults.proxy: socks5://host:port (or host:port alone) or http://host:port")
  private @Nullable String proxy;

  @Option(
      names = {"--most-severe", "--sev-1-apps"},
      paramLabel = "name,name…",
      description = "Services whose failures have severity 1 at /__health, whatever else is told")
  private @Nullable String mostSevere;

  @Mixin private final GraphiteFlags graphite = new GraphiteFlags();
  @Mixin private final EtcdFlags etcd = new EtcdFlags();

  /// Where the configuration is; empty when none is named.
  ///
  /// @param base what holds where it is silent
  /// @throws IllegalArgumentException for a flag that cannot be
  Optional<Origin> origin(Config base) {
    return config == null
        ? Optional.empty()
        : Optional.of(new Origin(config, System.getenv(), base, overrides()));
  }

  /// What is said in place of the configuration's keys.
  ///
  /// @throws IllegalArgumentException for a flag that cannot be
  Overrides overrides() {
    return new Overrides(
        listen == null ? null : parse("--listen", listen, Address::parse),
        data,
        concurrency == null ? null : parse("--concurrency", concurrency, ServeFlags::places),
        canaries.stream().map(text -> parse("--canary", text, Canary::parse)).toList(),
        new Overrides.Trusted(
            distrustLoopback,
            anonymousRead,
            hosts.stream()
                .map(text -> parse("--host", text, HostName::parse))
                .collect(Collectors.toSet())),
        new Overrides.Beyond(
            graphite.said(),
            etcd.said(),
            proxy == null ? null : parse("--proxy", proxy, ByProxy::flag),
            mostSevere == null ? Set.of() : parse("--most-severe", mostSevere, SevereNames::list)));
  }

  static <T> T parse(String flag, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(flag + ": " + e.getMessage(), e);
    }
  }

  private static int places(String text) {
    if (text.equals("auto")) {
      return Settings.autoConcurrency();
    }
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither auto nor a number from 1 to 9999999");
    }
    return Integer.parseInt(text);
  }
}
