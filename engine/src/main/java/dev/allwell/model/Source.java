package dev.allwell.model;

import java.util.Locale;

/// Where a service came from; an id in two sources is a conflict that is refused and named.
public enum Source {
  FILE,
  API,
  ETCD;

  private final String code = name().toLowerCase(Locale.ROOT);

  /// As it is written in every interface: lower case.
  public String code() {
    return code;
  }
}
