package dev.allwell.server.config;

import dev.allwell.definition.Defaults;
import dev.allwell.model.Conventions;
import dev.allwell.model.Service;
import dev.allwell.server.access.Quotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// All that a configuration says: immutable, and no state.
///
/// @param settings what counts from the start to the end of the program
/// @param metrics how the server's own are shown
/// @param neighbours other systems that it works with
/// @param limits how often callers may ask
/// @param defaults what a service of the file gets unless it says otherwise
/// @param stated what is watched, and what is said of it
/// @param conventions by which services are taken together
/// @param installation what it is called
public record Config(
    Settings settings,
    MetricsSettings metrics,
    Neighbours neighbours,
    Quotas.Rates limits,
    Defaults defaults,
    Stated stated,
    Conventions conventions,
    Installation installation) {

  /// Where results go as points.
  public GraphiteSettings graphite() {
    return neighbours.graphite();
  }

  /// Where more is stated.
  public EtcdSettings etcd() {
    return neighbours.etcd();
  }

  /// Of the source `FILE`, ids and names each once.
  public List<Service> services() {
    return stated.services();
  }

  /// The one of a server that is told nothing.
  public static Config byDefault() {
    return of(Settings.byDefault());
  }

  /// All but the settings by default.
  public static Config of(Settings settings) {
    return new Config(
        settings,
        MetricsSettings.DEFAULT,
        Neighbours.NONE,
        Quotas.Rates.DEFAULT,
        settings.rhythm().over(Defaults.CONFIG),
        Stated.NOTHING,
        Conventions.USUAL,
        Installation.UNNAMED);
  }

  public Config with(Settings changed) {
    return new Config(
        changed, metrics, neighbours, limits, defaults, stated, conventions, installation);
  }

  public Config with(GraphiteSettings changed) {
    return with(new Neighbours(changed, neighbours.etcd()));
  }

  public Config with(EtcdSettings changed) {
    return with(new Neighbours(neighbours.graphite(), changed));
  }

  private Config with(Neighbours changed) {
    return new Config(
        settings, metrics, changed, limits, defaults, stated, conventions, installation);
  }

  public Config with(Defaults changed) {
    return new Config(
        settings, metrics, neighbours, limits, changed, stated, conventions, installation);
  }

  public Config with(Conventions changed) {
    return new Config(
        settings, metrics, neighbours, limits, defaults, stated, changed, installation);
  }

  public Config with(Installation called) {
    return new Config(settings, metrics, neighbours, limits, defaults, stated, conventions, called);
  }

  /// The keys that differ and take effect at the next start alone; services, defaults, tokens and
  /// limits take effect at once.
  public List<String> needRestart(Config other) {
    var keys = new ArrayList<String>();
    note(keys, "listen", settings.listen(), other.settings.listen());
    note(keys, "data", settings.storage().place(), other.settings.storage().place());
    note(keys, "concurrency", settings.concurrency(), other.settings.concurrency());
    note(keys, "canaries", settings.canaries(), other.settings.canaries());
    note(keys, "egress", settings.outward().policy(), other.settings.outward().policy());
    var trust = settings.trust();
    var others = other.settings.trust();
    note(keys, "trust-loopback", trust.loopback(), others.loopback());
    note(keys, "anonymous-read", trust.anonymousRead(), others.anonymousRead());
    note(keys, "hosts", trust.hosts(), others.hosts());
    note(keys, "metrics", metrics, other.metrics);
    note(keys, "instance-suffix", conventions.instanceSuffix(), other.conventions.instanceSuffix());
    note(keys, "most-severe", conventions.mostSevere(), other.conventions.mostSevere());
    note(keys, "graphite", graphite(), other.graphite());
    note(keys, "etcd", etcd(), other.etcd());
    note(keys, "storage", settings.storage().retention(), other.settings.storage().retention());
    return keys;
  }

  private static void note(List<String> keys, String key, Object mine, Object others) {
    if (!Objects.equals(mine, others)) {
      keys.add(key);
    }
  }
}
