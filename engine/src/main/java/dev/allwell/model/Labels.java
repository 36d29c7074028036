package dev.allwell.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a service is sorted by and what is told of it: groups and categories in the order given,
/// attributes by key, guidance for whoever must mend it, and what its definition says of its
/// trouble.
///
/// @param ack that its trouble is known, 1 to 512 printable characters; empty for nothing
public record Labels(
    List<String> groups,
    List<String> categories,
    SortedMap<String, String> attributes,
    Guidance guidance,
    String ack) {
  public static final Labels NONE = new Labels(List.of(), List.of(), Map.of());

  public Labels {
    groups = List.copyOf(groups);
    categories = List.copyOf(categories);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /// With the guidance that holds unless another is stated.
  public Labels(List<String> groups, List<String> categories, Map<String, String> attributes) {
    this(groups, categories, new TreeMap<>(attributes), Guidance.DEFAULT, "");
  }

  /// The same with another ack, empty for none.
  public Labels acked(String now) {
    return new Labels(groups, categories, attributes, guidance, now);
  }
}
