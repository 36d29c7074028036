package dev.allwell.server.config;

import java.util.List;

/// How metrics are told.
///
/// @param json whether `/metrics` is JSON for who asks for nothing special
/// @param labels attributes that become labels of the services' series
public record MetricsSettings(boolean json, List<String> labels) {
  public static final MetricsSettings DEFAULT = new MetricsSettings(false, List.of());

  public MetricsSettings {
    labels = List.copyOf(labels);
  }
}
