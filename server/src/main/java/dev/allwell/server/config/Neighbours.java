package dev.allwell.server.config;

/// Other systems that this one works with.
///
/// @param graphite where results go as points
/// @param etcd where more is stated
public record Neighbours(GraphiteSettings graphite, EtcdSettings etcd) {
  public static final Neighbours NONE = new Neighbours(GraphiteSettings.OFF, EtcdSettings.OFF);
}
