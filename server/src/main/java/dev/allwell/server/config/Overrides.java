package dev.allwell.server.config;

import dev.allwell.definition.Defaults;
import dev.allwell.model.Conventions;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
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
    Beyond beyond) {
  public static final Overrides NONE =
      new Overrides(null, null, null, List.of(), Trusted.NOBODY_MORE, Beyond.AS_IT_IS);

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

  /// Where results go as Graphite's points, as the command line has it.
  public record Graphed(@Nullable Endpoint addressOrNull, @Nullable String environmentOrNull) {
    public static final Graphed AS_IT_IS = new Graphed(null, null);

    private GraphiteSettings over(GraphiteSettings graphite) {
      var there = addressOrNull == null ? graphite : graphite.to(addressOrNull);
      return environmentOrNull == null ? there : there.named(environmentOrNull);
    }
  }

  /// What lies beyond this program, the way there, and how bad it is when that fails.
  ///
  /// @param proxyOrNull on the way to the services of the file
  /// @param mostSevere names of services whose failures have severity 1; none for those of the file
  public record Beyond(
      Graphed graphed, Etcd etcd, @Nullable Proxy proxyOrNull, Set<String> mostSevere) {
    public static final Beyond AS_IT_IS = new Beyond(Graphed.AS_IT_IS, Etcd.AS_IT_IS, null);

    public Beyond {
      mostSevere = Set.copyOf(mostSevere);
    }

    /// With nothing said of how bad it is.
    public Beyond(Graphed graphed, Etcd etcd, @Nullable Proxy proxyOrNull) {
      this(graphed, etcd, proxyOrNull, Set.of());
    }

    private Conventions over(Conventions conventions) {
      return mostSevere.isEmpty() ? conventions : conventions.mostSevere(mostSevere);
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

  /// With nothing said of what goes out.
  public Overrides(
      @Nullable Address listenOrNull,
      @Nullable Path dataOrNull,
      @Nullable Integer concurrencyOrNull,
      List<Endpoint> canaries,
      Trusted trusted) {
    this(listenOrNull, dataOrNull, concurrencyOrNull, canaries, trusted, Beyond.AS_IT_IS);
  }

  /// The defaults with what was said in their place. Services are read with these.
  public Defaults over(Defaults defaults) {
    var proxy = beyond.proxyOrNull;
    return proxy == null ? defaults : defaults.by(proxy);
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
                canaries.isEmpty() ? settings.outward() : settings.outward().with(canaries),
                trusted.over(settings.trust()),
                settings.rhythm()))
        .with(beyond.graphed.over(config.graphite()))
        .with(beyond.etcd.over(config.etcd()))
        .with(beyond.over(config.conventions()))
        .with(over(config.defaults()));
  }
}
