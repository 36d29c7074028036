package dev.allwell.definition;

import dev.allwell.model.Category;
import dev.allwell.model.Source;
import java.util.Optional;

/// Reads the keys of one category: `period`, `resilient`, `sticky` and `enabled`.
public final class CategoryKeys {
  private CategoryKeys() {}

  /// The name as it is kept; empty when it is none, which is noted in the section that holds it.
  public static Optional<String> name(Section holder, String given) {
    return LabelKeys.name(holder, Section.shownKey(given), given);
  }

  /// The category that the keys state.
  ///
  /// @param name as it is kept
  /// @param keys reports what is wrong, and then the category is one with the defaults there
  public static Category read(String name, Section keys, Source source) {
    var shape = new Shape.Lasting(Category.SHORTEST_PERIOD, Category.LONGEST_PERIOD);
    var period =
        keys.value("period", shape).isEmpty()
            ? null
            : keys.duration(
                "period",
                Category.LONGEST_PERIOD,
                Category.SHORTEST_PERIOD,
                Category.LONGEST_PERIOD);
    var read =
        new Category(
            name,
            source,
            period,
            keys.flag("resilient", false),
            keys.flag("sticky", false),
            keys.flag("enabled", true));
    keys.refuseTheRest();
    return read;
  }
}
