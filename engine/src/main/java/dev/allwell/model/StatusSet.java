package dev.allwell.model;

import java.util.List;
import java.util.stream.Collectors;

/// A set of HTTP statuses, written as `200`, `2xx` or `200-204`.
public record StatusSet(List<Range> ranges) {
  public static final StatusSet OK = new StatusSet(List.of(new Range(200, 200)));
  public static final StatusSet SUCCESS = new StatusSet(List.of(new Range(200, 299)));

  public StatusSet {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("a set of statuses has at least one range");
    }
  }

  public boolean contains(int status) {
    for (int i = 0; i < ranges.size(); i++) {
      if (status >= ranges.get(i).first() && status <= ranges.get(i).last()) {
        return true;
      }
    }
    return false;
  }

  /// As it is written: `2xx, 304`.
  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
  }

  /// Statuses from `first` to `last`, both included, within 100 and 599.
  public record Range(int first, int last) {
    public Range {
      if (first < 100 || last > 599 || first > last) {
        throw new IllegalArgumentException("not a range of statuses: " + first + "-" + last);
      }
    }

    @Override
    public String toString() {
      if (first == last) {
        return Integer.toString(first);
      }
      return first % 100 == 0 && last == first + 99 ? first / 100 + "xx" : first + "-" + last;
    }
  }
}
