package dev.allwell.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a service is sorted by: groups and categories in the order given, attributes by key.
public record Labels(
    List<String> groups, List<String> categories, SortedMap<String, String> attributes) {
  public static final Labels NONE = new Labels(List.of(), List.of(), Map.of());

  public Labels {
    groups = List.copyOf(groups);
    categories = List.copyOf(categories);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  public Labels(List<String> groups, List<String> categories, Map<String, String> attributes) {
    this(groups, categories, new TreeMap<>(attributes));
  }
}
