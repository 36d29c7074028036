package dev.allwell.server.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an Accept header (RFC 9110, section 12.5.1) asks for, best first; equal ones as written.
record Accepted(List<Range> ranges) {
  private static final int MOST_RANGES = 32;

  /// One media range.
  ///
  /// @param type lower case, `text/*` or `*/*` included, without parameters
  /// @param quality 0 to 1
  record Range(String type, double quality) {}

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
    ranges.sort((a, b) -> Double.compare(b.quality(), a.quality()));
    return new Accepted(List.copyOf(ranges));
  }

  /// The first range that is wanted at all and means something here.
  <T> Optional<T> first(Meaning<T> meaning) {
    return ranges.stream()
        .filter(range -> range.quality() > 0)
        .flatMap(range -> meaning.of(range.type()).stream())
        .findFirst();
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

  /// What a media range stands for; empty when it means nothing here.
  @FunctionalInterface
  interface Meaning<T> {
    Optional<T> of(String type);
  }
}
