package dev.allwell.engine;

import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
    return CategoryView.of(registry.categories(), names, board::entries, grouping, clock.instant());
  }

  /// As the other, of services that were read before: so that several sets of categories are worked
  /// out with one look at all services.
  public Optional<CategoryView> view(Collection<String> names, List<BoardEntry> entries) {
    return CategoryView.of(registry.categories(), names, entries, grouping, clock.instant());
  }

  /// How bad its trouble is, 1 the worst, 3 the least.
  public int severity(BoardEntry entry) {
    return grouping.severity(entry);
  }

  /// All services as they stand now, by id.
  public List<BoardEntry> entries() {
    var entries = new ArrayList<BoardEntry>(board.size());
    board.forEach(entries::add);
    return entries;
  }

  /// Whether each stated category, and the one that every service is in, is good to go; with one
  /// look at all services.
  ///
  /// @param most of very many the first by name, and always [Category#DEFAULT]
  public SortedMap<String, Boolean> goodToGo(int most) {
    var categories = registry.categories();
    var members = new TreeMap<String, List<Member>>();
    var all = new ArrayList<Member>(board.size());
    members.put(Category.DEFAULT, all);
    for (String name : categories.stated().keySet()) {
      if (members.size() < most) {
        members.putIfAbsent(name, new ArrayList<>());
      }
    }
    var now = clock.instant();
    board.forEach(entry -> {
      if (!entry.paused()) {
        var member = Member.of(entry, grouping, now);
        all.add(member);
        sort(member, members);
      }
    });
    var good = new TreeMap<String, Boolean>();
    members.forEach((name, some) -> {
      boolean resilient = categories.of(name).resilient();
      var failing = CategoryView.failing(some, resilient, grouping, member -> !member.ok());
      good.put(name, categories.enabled(name) && failing.isEmpty());
    });
    return good;
  }

  private static void sort(Member member, Map<String, List<Member>> members) {
    for (String name : member.entry().registration().service().labels().categories()) {
      var some = members.get(name);
      if (some != null && !name.equals(Category.DEFAULT)) { // it is in that one anyway
        some.add(member);
      }
    }
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
