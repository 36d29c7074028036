package dev.allwell.server.config.yaml;

import dev.allwell.definition.AckKeys;
import dev.allwell.definition.CategoryKeys;
import dev.allwell.definition.Section;
import dev.allwell.model.Category;
import dev.allwell.model.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Reads what is said of services together: `categories` and `cluster-ack`.
final class AggregateKeys {
  private static final int MOST = 1000;

  private AggregateKeys() {}

  static List<Category> categories(Section top) {
    var section = top.section("categories");
    var names = section.names();
    if (names.size() > MOST) {
      top.refuse("categories", "expected at most %d, got %d".formatted(MOST, names.size()));
      return List.of();
    }
    var categories = new ArrayList<Category>();
    var seen = new HashSet<String>();
    for (String given : names) {
      var keys = section.section(given);
      var name = CategoryKeys.name(section, given);
      var read = CategoryKeys.read(name.orElse(Category.DEFAULT), keys, Source.FILE);
      if (name.isPresent() && !seen.add(name.get())) {
        section.refuse(Section.shownKey(given), "is the name of another category too");
      } else if (name.isPresent()) {
        categories.add(read);
      }
    }
    section.refuseTheRest();
    return categories;
  }

  static String clusterAck(Section top) {
    return AckKeys.message(top, "cluster-ack");
  }
}
