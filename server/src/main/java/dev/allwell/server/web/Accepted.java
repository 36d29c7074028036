package dev.allwell.server.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an Accept header (RFC 9110, section 12.5.1) asks for, as written.
record Accepted(List<Range> ranges) {
  private static final int MOST_RANGES = 32;

  /// One media range.
  ///
  /// @param type lower case, `text/*` or `*/*` included, without parameters
  /// @param quality 0 to 1
  record Range(String type, double quality) {
    private boolean covers(String wanted) {
      return type.equals("*/*")
          || type.equals(wanted)
          || (type.endsWith("/*") && wanted.startsWith(type.substring(0, type.length() - 1)));
    }

    private int specificity() {
      return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
    }
  }

  /// @param headers all Accept headers; none means that everything is welcome
  static Accepted parse(List<String> headers) {
    var ranges = new ArrayList<Range>();
    for (var range : String.join(",", headers).split(",", MOST_RANGES)) {
      var parts = range.split(";");
      var type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
      if (!type.isEmpty()) {
        ranges.add(new Range(type, quality(parts)));
      }
    }
    return new Accepted(List.copyOf(ranges));
  }

  /// The type that is wanted most; empty when none of them is. Of each type speaks the most
  /// specific range that covers it; of types wanted equally wins the one named more specifically,
  /// then the one named earlier, then the one offered earlier.
  Optional<String> best(List<String> offered) {
    var byWish =
        Comparator.comparingDouble(Range::quality)
            .thenComparingInt(Range::specificity)
            .thenComparing(ranges::indexOf, Comparator.reverseOrder());
    String best = null;
    Range wish = new Range("", 0);
    for (var type : offered) {
      var spoken = speaksOf(type).filter(range -> range.quality() > 0);
      if (spoken.isPresent() && (best == null || byWish.compare(spoken.get(), wish) > 0)) {
        best = type;
        wish = spoken.get();
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<Range> speaksOf(String type) {
    return ranges.stream()
        .filter(range -> range.covers(type))
        .max(Comparator.comparingInt(Range::specificity).thenComparingDouble(Range::quality));
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) {
        try {
          return Math.clamp(Double.parseDouble(parameter.substring(2).strip()), 0.0, 1.0);
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
