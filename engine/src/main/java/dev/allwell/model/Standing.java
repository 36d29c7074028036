package dev.allwell.model;

/// Which kind of stretch a service is in.
public enum Standing {
  /// Nothing has been confirmed yet.
  NONE,
  UPTIME,
  DOWNTIME
}
