package dev.allwell.engine;

import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What some categories come to together: the rules of the aggregate healthcheck, as a pure
/// function of a snapshot.
///
/// * A category that is not resilient is as good as its worst service. When all that were asked for
///   are resilient, instances of one service stand for each other: services whose names differ in
///   the suffix that the site has agreed on alone.
/// * What somebody acknowledged does not count as failing. An ack of the whole makes the answer
///   good, but not good to go.
/// * A service that nobody checked yet, or of which nobody knows, fails; a paused one is left out.
///
/// @param asked the known ones of the categories that were asked for, each once, as asked; enabled
///   if they are so now
/// @param members by name, without those that are paused
/// @param paused by name
/// @param failing those that make it bad and that nobody acknowledged
/// @param ackOrNull what was said of the whole and holds
/// @param grouping by which they were taken together
public record CategoryView(
    List<Category> asked,
    List<Member> members,
    List<Member> paused,
    List<Member> failing,
    @Nullable Ack ackOrNull,
    Grouping grouping) {
  public CategoryView {
    asked = List.copyOf(asked);
    members = List.copyOf(members);
    paused = List.copyOf(paused);
    failing = List.copyOf(failing);
  }

  /// What is asked of a board and its roster's categories.
  ///
  /// @param names asked for; unknown ones are ignored
  /// @param entries all services; those in none of the categories are left out
  /// @return empty when none of the names is known
  static Optional<CategoryView> of(
      Categories categories,
      Collection<String> names,
      Iterable<BoardEntry> entries,
      Grouping grouping,
      Instant now) {
    var wanted = new LinkedHashSet<>(names);
    var seen = new HashSet<String>();
    var all = new ArrayList<Member>();
    for (var entry : entries) {
      if (in(wanted, entry, seen)) {
        all.add(Member.of(entry, grouping, now));
      }
    }
    var asked =
        wanted.stream()
            .filter(name -> categories.knows(name) || seen.contains(name))
            .map(name -> categories.of(name).enabled(categories.enabled(name)))
            .toList();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    all.sort(Comparator.comparing(Member::name));
    var members = all.stream().filter(member -> !member.entry().paused()).toList();
    return Optional.of(
        new CategoryView(
            asked,
            members,
            all.stream().filter(member -> member.entry().paused()).toList(),
            failing(members, resilient(asked), grouping, member -> !member.ok()),
            categories.ack(now).orElse(null),
            grouping));
  }

  /// @param seen takes the wanted categories that it names
  private static boolean in(Set<String> wanted, BoardEntry entry, Set<String> seen) {
    boolean in = wanted.contains(Category.DEFAULT);
    for (String category : entry.registration().service().labels().categories()) {
      if (wanted.contains(category)) {
        seen.add(category);
        in = true;
      }
    }
    return in;
  }

  private static boolean resilient(List<Category> asked) {
    return asked.stream().allMatch(Category::resilient);
  }

  /// Those that make it bad and that nobody knows of. Of a resilient one they are in groups all of
  /// whose instances fail; a group whose instances are all acknowledged has none.
  ///
  /// @param fails who is taken for failing
  static List<Member> failing(
      List<Member> members, boolean resilient, Grouping grouping, Predicate<Member> fails) {
    if (members.stream().noneMatch(fails)) {
      return List.of(); // as it is mostly, and names need not be looked at
    }
    if (!resilient) {
      return members.stream().filter(fails).filter(member -> member.ack().isEmpty()).toList();
    }
    Map<String, List<Member>> groups = new LinkedHashMap<>();
    members.forEach(member ->
        groups
            .computeIfAbsent(grouping.kind(member.name()), kind -> new ArrayList<>())
            .add(member));
    return groups.values().stream()
        .filter(group -> group.stream().allMatch(fails))
        .flatMap(List::stream)
        .filter(member -> member.ack().isEmpty())
        .toList();
  }

  /// Whether what was really checked makes it bad, by itself.
  boolean convicted() {
    return !failing(members, resilient(), grouping, Member::convicted).isEmpty();
  }

  /// Whether instances of one service stand for each other.
  public boolean resilient() {
    return resilient(asked);
  }

  /// What the services and their acks come to.
  public boolean good() {
    return failing.isEmpty();
  }

  /// The names of those that may not be good to go, whatever their services do.
  public List<String> disabled() {
    return asked.stream().filter(category -> !category.enabled()).map(Category::name).toList();
  }

  /// What is shown: good, or acknowledged as a whole.
  public boolean ok() {
    return good() || ackOrNull != null;
  }

  /// Whether traffic may come: good, every category enabled; an ack of the whole does not help.
  public boolean goodToGo() {
    return good() && disabled().isEmpty();
  }

  /// 1 to 3, the worst of what fails; empty when nothing does.
  public OptionalInt severity() {
    return failing.stream().mapToInt(Member::severity).min();
  }

  /// What was said of the whole and holds.
  public Optional<Ack> ack() {
    return Optional.ofNullable(ackOrNull);
  }

  /// How many failing services somebody knows of.
  public long acknowledged() {
    return members.stream().filter(member -> !member.ok() && member.ackOrNull() != null).count();
  }
}
