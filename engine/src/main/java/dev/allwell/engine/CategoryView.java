package dev.allwell.engine;

import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What some categories come to together: the rules of the aggregate healthcheck, as a pure
/// function of a snapshot.
///
/// * A category that is not resilient is as good as its worst service. When all that were asked for
///   are resilient, instances of one service stand for each other: services whose names differ in
///   what follows the last `-` alone, if those are digits.
/// * What somebody acknowledged does not count as failing. An ack of the whole makes the answer
///   good, but not good to go.
///
/// @param asked the known ones of the categories that were asked for, each once, as asked
/// @param members by name
/// @param resilient whether instances stood for each other
/// @param good what the services and their acks come to
/// @param severityOrNull the worst of what fails; null when good
/// @param disabled those of `asked` that may not be good to go
/// @param ackOrNull what was said of the whole and holds
public record CategoryView(
    List<Category> asked,
    List<Member> members,
    boolean resilient,
    boolean good,
    @Nullable Integer severityOrNull,
    List<String> disabled,
    @Nullable Ack ackOrNull) {
  private static final Pattern INSTANCE = Pattern.compile("-[0-9]+$");

  public CategoryView {
    asked = List.copyOf(asked);
    members = List.copyOf(members);
    disabled = List.copyOf(disabled);
  }

  /// What is asked of a board and its roster's categories.
  ///
  /// @param names asked for; unknown ones are ignored
  /// @param entries all services; those in none of the categories are left out
  /// @return empty when none of the names is known
  static Optional<CategoryView> of(
      Categories categories, Collection<String> names, Collection<BoardEntry> entries, Instant now) {
    var named = new LinkedHashSet<String>();
    for (String name : new LinkedHashSet<>(names)) {
      if (categories.knows(name) || entries.stream().anyMatch(entry -> in(name, entry))) {
        named.add(name);
      }
    }
    if (named.isEmpty()) {
      return Optional.empty();
    }
    var asked = named.stream().map(categories::of).toList();
    var members =
        entries.stream()
            .filter(entry -> named.stream().anyMatch(name -> in(name, entry)))
            .map(entry -> Member.of(entry, now))
            .sorted(Comparator.comparing(CategoryView::name))
            .toList();
    boolean resilient = asked.stream().allMatch(Category::resilient);
    var failing = failing(members, resilient, member -> !member.ok());
    var severity = failing.stream().mapToInt(Member::severity).min();
    return Optional.of(
        new CategoryView(
            asked,
            members,
            resilient,
            failing.isEmpty(),
            severity.isPresent() ? severity.getAsInt() : null,
            named.stream().filter(name -> !categories.enabled(name)).toList(),
            categories.ack(now).orElse(null)));
  }

  private static boolean in(String category, BoardEntry entry) {
    return category.equals(Category.DEFAULT)
        || entry.registration().service().labels().categories().contains(category);
  }

  private static String name(Member member) {
    return member.entry().registration().service().name();
  }

  /// Those that make it bad and that nobody knows of. Of a resilient one they are in groups all of
  /// whose instances fail; a group whose instances are all acknowledged has none.
  ///
  /// @param fails who is taken for failing
  private static List<Member> failing(
      List<Member> members, boolean resilient, Predicate<Member> fails) {
    if (!resilient) {
      return members.stream().filter(fails).filter(member -> member.ack().isEmpty()).toList();
    }
    Map<String, List<Member>> groups = new LinkedHashMap<>();
    members.forEach(member ->
        groups.computeIfAbsent(kind(name(member)), kind -> new ArrayList<>()).add(member));
    return groups.values().stream()
        .filter(group -> group.stream().allMatch(fails))
        .flatMap(List::stream)
        .filter(member -> member.ack().isEmpty())
        .toList();
  }

  /// What a service's name has in common with those of its other instances.
  static String kind(String name) {
    var matcher = INSTANCE.matcher(name);
    return matcher.find() && matcher.start() > 0 ? name.substring(0, matcher.start()) : name;
  }

  /// Whether what was really checked makes it bad, by itself.
  boolean convicted() {
    return !failing(members, resilient, member -> !member.ok() && member.judged()).isEmpty();
  }

  /// What is shown: good, or acknowledged as a whole.
  public boolean ok() {
    return good || ackOrNull != null;
  }

  /// Whether traffic may come: good, every category enabled; an ack of the whole does not help.
  public boolean goodToGo() {
    return good && disabled.isEmpty();
  }

  /// 1 to 3, the worst of what fails; empty when nothing does.
  public OptionalInt severity() {
    return severityOrNull == null ? OptionalInt.empty() : OptionalInt.of(severityOrNull);
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
