package dev.allwell.server.graphite;

import java.util.Locale;

/// Why a result never becomes a point.
public enum Loss {
  /// Nobody took the service's points, and sixty newer ones came.
  OVERFLOW,
  /// An older service is called the same in Graphite.
  NAME_TAKEN,
  /// There are more services than are kept.
  TOO_MANY_SERVICES,
  /// Nobody took the points of a service that is gone, for a day.
  FORGOTTEN;

  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /// As it is written in every interface: `name-taken`.
  public String code() {
    return code;
  }
}
