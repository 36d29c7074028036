package dev.allwell.definition;

import dev.allwell.model.StatusSet;
import dev.allwell.model.StatusSet.Range;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notation of expected statuses: `200`, `2xx`, `200-204`, or a list of such. An empty list
/// says nothing, as everywhere: generated clients send one for a list that nobody set.
final class Statuses {
  private static final int MOST = 64;
  private static final Shape ONE = new Shape.Either(List.of(new Shape.Whole(100, 599), Shape.TEXT));
  private static final Shape SOME = new Shape.Either(List.of(ONE, new Shape.Listing(ONE, MOST)));
  private static final Pattern CLASS = Pattern.compile("([1-5])xx");
  private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

  private Statuses() {}

  static StatusSet read(Section expect, String key, StatusSet fallback) {
    expect.otherwise(key, fallback.ranges().stream().map(Range::toString).toList());
    var value = expect.value(key, SOME);
    if (value.isEmpty()) {
      return fallback;
    }
    List<Range> ranges;
    if (value.get() instanceof List<?>) {
      ranges = expect.list(key, MOST, (place, element) -> range(expect, place, element));
    } else {
      ranges = range(expect, key, value.get()).stream().toList();
    }
    return ranges.isEmpty() ? fallback : new StatusSet(ranges.stream().distinct().toList());
  }

  private static Optional<Range> range(Section expect, String place, Object value) {
    var range =
        value instanceof String text
            ? range(text)
            : Section.whole(value).stream().boxed().findFirst().flatMap(s -> range(s.toString()));
    if (range.isEmpty()) {
      expect.refuse(
          place, "expected a status such as 200, \"2xx\" or \"200-204\", got " + Quoted.of(value));
    }
    return range;
  }

  private static Optional<Range> range(String text) {
    Matcher hundred = CLASS.matcher(text.toLowerCase(Locale.ROOT));
    if (hundred.matches()) {
      int first = 100 * Integer.parseInt(hundred.group(1));
      return Optional.of(new Range(first, first + 99));
    }
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    return first > last ? Optional.empty() : Optional.of(new Range(first, last));
  }
}
