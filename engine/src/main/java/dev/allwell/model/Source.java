package dev.allwell.model;

/// Where a service came from; an id in two sources is a conflict that is refused and named.
public enum Source {
  FILE,
  API,
  ETCD
}
