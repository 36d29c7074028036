package dev.allwell.model;

import java.util.Locale;

/// How healthy a service is, from best to worst, and `UNKNOWN` for what nobody can say.
public enum Health {
  HEALTHY(Status.HEALTHY),
  DEGRADED(Status.HEALTHY),
  UNHEALTHY(Status.UNHEALTHY),
  DEAD(Status.UNHEALTHY),
  UNKNOWN(Status.UNKNOWN);

  private final Status status;
  private final String code = name().toLowerCase(Locale.ROOT);

  Health(Status status) {
    this.status = status;
  }

  /// The two-valued view: degraded counts as healthy.
  public Status status() {
    return status;
  }

  /// As it is written in every interface: lower case.
  public String code() {
    return code;
  }

  /// Healthy or degraded.
  public boolean good() {
    return status == Status.HEALTHY;
  }

  /// Unhealthy or dead.
  public boolean bad() {
    return status == Status.UNHEALTHY;
  }
}
