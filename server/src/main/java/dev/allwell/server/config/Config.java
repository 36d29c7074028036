package dev.allwell.server.config;

import dev.allwell.definition.Defaults;
import dev.allwell.model.Service;
import dev.allwell.server.access.Quotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// All that a configuration says: immutable, and no state.
///
/// @param settings what counts from the start to the end of the program
/// @param metrics how the server's own are shown
/// @param etcd where more is stated
/// @param limits how often callers may ask
/// @param defaults what a service of the file gets unless it says otherwise
/// @param stated what is watched, and what is said of it
/// @param installation what it is called
public record Config(
    Settings settings,
    MetricsSettings metrics,
    EtcdSettings etcd,
    Quotas.Rates limits,
    Defaults defaults,
    Stated stated,
    Installation installation) {

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
        EtcdSettings.OFF,
        Quotas.Rates.DEFAULT,
        settings.rhythm().over(Defaults.CONFIG),
        Stated.NOTHING,
        Installation.UNNAMED);
  }

  public Config with(Settings changed) {
    return new Config(changed, metrics, etcd, limits, defaults, stated, installation);
  }

  public Config with(EtcdSettings changed) {
    return new Config(settings, metrics, changed, limits, defaults, stated, installation);
  }

  public Config with(Installation called) {
    return new Config(settings, metrics, etcd, limits, defaults, stated, called);
  }

  /// The keys that differ and take effect at the next start alone; services, defaults, tokens and
  /// limits take effect at once.
  public List<String> needRestart(Config other) {
    var keys = new ArrayList<String>();
    note(keys, "listen", settings.listen(), other.settings.listen());
    note(keys, "data", settings.storage().place(), other.settings.storage().place());
    note(keys, "concurrency", settings.concurrency(), other.settings.concurrency());
    note(keys, "canaries", settings.canaries(), other.settings.canaries());
    var trust = settings.trust();
    var others = other.settings.trust();
    note(keys, "trust-loopback", trust.loopback(), others.loopback());
    note(keys, "anonymous-read", trust.anonymousRead(), others.anonymousRead());
    note(keys, "hosts", trust.hosts(), others.hosts());
    note(keys, "metrics", metrics, other.metrics);
    note(keys, "etcd", etcd, other.etcd);
    note(keys, "storage", settings.storage().retention(), other.settings.storage().retention());
    return keys;
  }

  private static void note(List<String> keys, String key, Object mine, Object others) {
    if (!Objects.equals(mine, others)) {
      keys.add(key);
    }
  }
}
