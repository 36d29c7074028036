package dev.allwell.model;

import java.util.Locale;

/// Health seen as up or down.
public enum Status {
  HEALTHY,
  UNHEALTHY,
  UNKNOWN;

  private final String code = name().toLowerCase(Locale.ROOT);

  /// As it is written in every interface: lower case.
  public String code() {
    return code;
  }
}
