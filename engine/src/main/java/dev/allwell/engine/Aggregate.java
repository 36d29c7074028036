package dev.allwell.engine;

import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What services come to together, now: the categories over the board. Reads and never waits; any
/// thread.
public final class Aggregate {
  private final Board board;
  private final Registry registry;
  private final InstantSource clock;
  private final Grouping grouping;

  /// With the usual conventions.
  public Aggregate(Board board, Registry registry, InstantSource clock) {
    this(board, registry, clock, Grouping.USUAL);
  }

  Aggregate(Board board, Registry registry, InstantSource clock, Grouping grouping) {
    this.board = board;
    this.registry = registry;
    this.clock = clock;
    this.grouping = grouping;
  }

  /// What some categories come to together.
  ///
  /// @param names unknown ones are ignored
  /// @return empty when none is known
  public Optional<CategoryView> view(Collection<String> names) {
    return CategoryView.of(registry.categories(), names, board::entries, clock.instant());
  }

  /// All that is known of categories.
  public Categories categories() {
    return registry.categories();
  }

  /// Of all categories that somebody stated or that a service names; looks at every service.
  public SortedSet<String> names() {
    var names = new TreeSet<>(registry.categories().stated().keySet());
    names.add(Category.DEFAULT);
    board.forEach(entry -> names.addAll(entry.registration().service().labels().categories()));
    return names;
  }
}
