package dev.allwell.model;

/// How a target is reached, whatever is spoken there: settings that every kind of check has.
public record Route(TlsSettings tls) {
  public static final Route DEFAULT = new Route(TlsSettings.DEFAULT);
}
