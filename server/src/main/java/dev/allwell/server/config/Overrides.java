package dev.allwell.server.config;

import dev.allwell.model.Endpoint;
import dev.allwell.server.access.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the command line says in place of the file; null where it says nothing.
///
/// @param concurrencyOrNull at least 1
/// @param canaries none for those of the file
public record Overrides(
    @Nullable Address listenOrNull,
    @Nullable Path dataOrNull,
    @Nullable Integer concurrencyOrNull,
    List<Endpoint> canaries,
    Trusted trusted,
    Etcd etcd) {
  public static final Overrides NONE =
      new Overrides(null, null, null, List.of(), Trusted.NOBODY_MORE, Etcd.AS_IT_IS);

  /// Whom the command line trusts, and whom not.
  ///
  /// @param noLoopback whether loopback callers need a token, whatever the file says
  /// @param anonymousRead whether everybody may read, whatever the file says
  /// @param hosts none for those of the file
  public record Trusted(boolean noLoopback, boolean anonymousRead, Set<String> hosts) {
    public static final Trusted NOBODY_MORE = new Trusted(false, false, Set.of());

    public Trusted {
      hosts = Set.copyOf(hosts);
    }

    private Trust over(Trust trust) {
      return new Trust(
          trust.loopback() && !noLoopback,
          trust.anonymousRead() || anonymousRead,
          hosts.isEmpty() ? trust.hosts() : hosts,
          trust.tokens());
    }
  }

  /// Where etcd is, as the command line has it.
  ///
  /// @param addresses none for those of the file
  public record Etcd(
      List<EtcdAddress> addresses, @Nullable String prefixOrNull, @Nullable String routerOrNull) {
    public static final Etcd AS_IT_IS = new Etcd(List.of(), null, null);

    public Etcd {
      addresses = List.copyOf(addresses);
    }

    private EtcdSettings over(EtcdSettings etcd) {
      var there = addresses.isEmpty() ? etcd : etcd.at(addresses);
      var under = prefixOrNull == null ? there : there.under(prefixOrNull);
      return routerOrNull == null ? under : under.through(routerOrNull);
    }
  }

  public Overrides {
    canaries = List.copyOf(canaries);
  }

  /// The configuration with what was said in its place.
  public Config over(Config config) {
    var settings = config.settings();
    return config
        .with(
            new Settings(
                Optional.ofNullable(listenOrNull).orElse(settings.listen()),
                dataOrNull == null ? settings.storage() : settings.storage().in(dataOrNull),
                Optional.ofNullable(concurrencyOrNull).orElse(settings.concurrency()),
                canaries.isEmpty() ? settings.canaries() : canaries,
                trusted.over(settings.trust()),
                settings.rhythm()))
        .with(etcd.over(config.etcd()));
  }
}
