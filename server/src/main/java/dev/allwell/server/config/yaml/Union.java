package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of a folder as one: lists are appended, sections put together key by key, and anything
/// else may be set once.
final class Union {
  private final Flaws flaws;

  Union(Flaws flaws) {
    this.flaws = flaws;
  }

  /// @param roots at least one
  Node.Mapping of(List<Node.Mapping> roots) {
    return union(roots, "");
  }

  private Node.Mapping union(List<Node.Mapping> maps, String path) {
    if (maps.size() == 1) {
      return maps.getFirst();
    }
    var byKey = new LinkedHashMap<String, List<Node.Entry>>();
    for (var map : maps) {
      map.entries().forEach((key, e) -> byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(e));
    }
    var entries = LinkedHashMap.<String, Node.Entry>newLinkedHashMap(byKey.size());
    byKey.forEach((key, same) -> {
      var below = path.isEmpty() ? Section.shownKey(key) : path + "." + Section.shownKey(key);
      entries.put(key, new Node.Entry(same.getFirst().at(), one(same, below)));
    });
    return mapping(maps.getFirst().at(), entries);
  }

  private Node one(List<Node.Entry> same, String path) {
    var first = same.getFirst().value();
    var lists = new ArrayList<Node.Sequence>();
    var maps = new ArrayList<Node.Mapping>();
    for (var entry : same) {
      switch (entry.value()) {
        case Node.Sequence list when first instanceof Node.Sequence -> lists.add(list);
        case Node.Mapping map when first instanceof Node.Mapping -> maps.add(map);
        case Node.Scalar _, Node.Sequence _, Node.Mapping _ -> {
          if (!entry.equals(same.getFirst())) {
            flaws.add(entry.at(), path, "is set already in " + same.getFirst().at());
          }
        }
      }
    }
    return switch (first) {
      case Node.Scalar scalar -> scalar;
      case Node.Mapping _ -> union(maps, path);
      case Node.Sequence list -> sequence(list.at(), lists);
    };
  }

  private static Node sequence(Mark at, List<Node.Sequence> lists) {
    var items = new ArrayList<Node.Item>();
    long weight = 1;
    int height = 1;
    for (var list : lists) {
      items.addAll(list.items());
      weight += list.weight();
      height = Math.max(height, list.height());
    }
    return new Node.Sequence(at, items, weight, height);
  }

  /// With what its entries come to.
  static Node.Mapping mapping(Mark at, Map<String, Node.Entry> entries) {
    long weight = 1;
    int height = 1;
    for (var entry : entries.values()) {
      weight += 1 + entry.value().weight();
      height = Math.max(height, 1 + entry.value().height());
    }
    return new Node.Mapping(at, entries, weight, height);
  }
}
