package dev.allwell.server.etcd;

import dev.allwell.engine.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one comparison has changed, as a person reads it.
final class Taken {
  private static final int MOST_NAMED = 10;

  private final List<String> added = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();

  /// @param name of what was to change
  void add(String name, Receipt.Result result) {
    switch (result) {
      case ADDED -> added.add(name);
      case CHANGED -> changed.add(name);
      case REMOVED -> removed.add(name);
      case UNCHANGED, NOT_FOUND, CONFLICT -> {}
    }
  }

  boolean any() {
    return !(added.isEmpty() && changed.isEmpty() && removed.isEmpty());
  }

  /// `2 added (a, b), 1 removed (c)`; empty when nothing changed.
  Optional<String> summary() {
    var parts = new ArrayList<String>();
    part(parts, "added", added);
    part(parts, "changed", changed);
    part(parts, "removed", removed);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static void part(List<String> parts, String what, List<String> names) {
    if (!names.isEmpty()) {
      var some = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
      int rest = names.size() - MOST_NAMED;
      var more = rest > 0 ? " and " + rest + " more" : "";
      parts.add("%d %s (%s%s)".formatted(names.size(), what, some, more));
    }
  }
}
