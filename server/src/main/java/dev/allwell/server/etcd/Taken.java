package dev.allwell.server.etcd;

import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one comparison has changed, as a person reads it.
final class Taken {
  private static final int MOST_NAMED = 10;

  private final List<String> added = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();

  void add(Change change, Receipt receipt) {
    switch (receipt.result()) {
      case ADDED -> added.add(name(change));
      case CHANGED -> changed.add(name(change));
      case REMOVED -> removed.add(name(change));
      case UNCHANGED, NOT_FOUND, CONFLICT -> {}
    }
  }

  private static String name(Change change) {
    return switch (change) {
      case Change.Put put -> put.service().id();
      case Change.Remove remove -> remove.id();
      case Change.PutCategory put -> "category " + put.category().name();
      case Change.RemoveCategory remove -> "category " + remove.name();
      case Change.AcknowledgeAll _, Change.UnacknowledgeAll _ -> "acknowledgement of the whole";
      case Change.Mend mend -> "category " + mend.category();
      case Change.Add _,
          Change.Amend _,
          Change.Register _,
          Change.Deregister _,
          Change.Replace _,
          Change.Pause _,
          Change.Resume _,
          Change.Acknowledge _,
          Change.Unacknowledge _,
          Change.Trip _,
          Change.Disable _ ->
          throw new IllegalStateException("etcd states no such thing: " + change);
    };
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
