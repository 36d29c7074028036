package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.model.Endpoint;
import dev.allwell.server.config.GraphiteSettings;

/// Reads where results go as Graphite's points: `graphite`.
final class GraphiteKeys {
  private GraphiteKeys() {}

  static GraphiteSettings read(Section top, GraphiteSettings fallback) {
    var keys = top.section("graphite");
    fallback.address().map(Endpoint::toString).ifPresent(to -> keys.otherwise("address", to));
    keys.otherwise("prefix", fallback.prefix());
    keys.otherwise("environment", fallback.environment());
    var read =
        new GraphiteSettings(
            ConfigKeys.read(keys, "address", GraphiteSettings::address)
                .orElse(fallback.addressOrNull()),
            ConfigKeys.read(keys, "prefix", GraphiteSettings::checkPrefix)
                .orElse(fallback.prefix()),
            ConfigKeys.read(keys, "environment", GraphiteSettings::checkEnvironment)
                .orElse(fallback.environment()),
            keys.choice(
                "value",
                fallback.value(),
                GraphiteSettings.Value.values(),
                GraphiteSettings.Value::code));
    keys.refuseTheRest();
    return read;
  }
}
