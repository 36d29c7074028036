package dev.allwell.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a service is sorted by: groups and categories in the order given, attributes by key; and
/// what its definition says of its trouble.
///
/// @param ack that its trouble is known, 1 to 512 printable characters; empty for nothing
public record Labels(
    List<String> groups,
    List<String> categories,
    SortedMap<String, String> attributes,
    String ack) {
  public static final Labels NONE = new Labels(List.of(), List.of(), Map.of());

  public Labels {
    groups = List.copyOf(groups);
    categories = List.copyOf(categories);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  public Labels(List<String> groups, List<String> categories, Map<String, String> attributes) {
    this(groups, categories, new TreeMap<>(attributes), "");
  }

  /// The same with another ack, empty for none.
  public Labels acked(String now) {
    return new Labels(groups, categories, attributes, now);
  }
}
