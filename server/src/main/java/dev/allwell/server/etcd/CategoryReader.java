package dev.allwell.server.etcd;

import dev.allwell.definition.Section;
import dev.allwell.model.Category;
import dev.allwell.model.Problem;
import dev.allwell.model.Source;
import dev.allwell.server.etcd.Key.CategoryField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the keys of one category; of a value that cannot be, the default holds.
final class CategoryReader {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final Keyspace keyspace;
  private final String name;
  private final Map<CategoryField, Held> values;
  private final List<Problem> problems;

  /// @param problems where what is wrong is noted
  CategoryReader(
      Keyspace keyspace, String name, Map<CategoryField, Held> values, List<Problem> problems) {
    this.keyspace = keyspace;
    this.name = name;
    this.values = values;
    this.problems = problems;
  }

  Category read() {
    return new Category(
        name,
        Source.ETCD,
        period(),
        flag(CategoryField.IS_RESILIENT, false),
        flag(CategoryField.STICKY, false),
        flag(CategoryField.ENABLED, true));
  }

  /// The category that every service is in has a period only where one is set, else a file's
  /// services would all be checked more often because of one key in etcd.
  private @Nullable Duration period() {
    var usual = name.equals(Category.DEFAULT) ? null : Category.ETCD_PERIOD;
    var text = text(CategoryField.PERIOD_SECONDS, "the default holds");
    if (text.isEmpty()) {
      return usual;
    }
    if (SECONDS.matcher(text.get()).matches()) {
      var period = Duration.ofSeconds(Long.parseLong(text.get()));
      if (period.compareTo(Category.SHORTEST_PERIOD) >= 0
          && period.compareTo(Category.LONGEST_PERIOD) <= 0) {
        return period;
      }
    }
    note(
        CategoryField.PERIOD_SECONDS,
        "expected whole seconds from %d to %d, got %s; the default holds"
            .formatted(
                Category.SHORTEST_PERIOD.toSeconds(),
                Category.LONGEST_PERIOD.toSeconds(),
                Section.shown(text.get())));
    return usual;
  }

  /// In the words of Go, whose programs read these keys too.
  private boolean flag(CategoryField field, boolean usual) {
    var text = text(field, "it counts as " + usual);
    return switch (text.orElse("")) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> {
        text.ifPresent(got ->
            note(
                field,
                "expected true or false, got %s; it counts as %s"
                    .formatted(Section.shown(got), usual)));
        yield usual;
      }
    };
  }

  private Optional<String> text(CategoryField field, String otherwise) {
    var held = values.get(field);
    if (held == null) {
      return Optional.empty();
    }
    if (!held.readable()) {
      note(field, held.fault() + "; " + otherwise);
      return Optional.empty();
    }
    return Optional.of(held.text().strip());
  }

  private void note(CategoryField field, String message) {
    problems.add(new Problem(keyspace.category(name, field), message));
  }
}
