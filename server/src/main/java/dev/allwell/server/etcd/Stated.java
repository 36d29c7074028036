package dev.allwell.server.etcd;

import dev.allwell.model.Category;
import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// What the keys say, read.
///
/// @param services of the source `ETCD`, by id
/// @param unreadable ids of services that are stated and cannot be read: what was known of them
///   stays
/// @param categories of the source `ETCD`, by name
/// @param ack of the whole; empty for none
/// @param problems with the key as path of each
record Stated(
    SortedMap<String, Service> services,
    Set<String> unreadable,
    SortedMap<String, Category> categories,
    String ack,
    List<Problem> problems) {
  Stated {
    services = Collections.unmodifiableSortedMap(services);
    unreadable = Set.copyOf(unreadable);
    categories = Collections.unmodifiableSortedMap(categories);
    problems = List.copyOf(problems);
  }

  /// How many services are acknowledged.
  int acks() {
    return (int) services.values().stream().filter(it -> !it.labels().ack().isEmpty()).count();
  }
}
