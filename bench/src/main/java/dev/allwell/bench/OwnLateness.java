package dev.allwell.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How late checks started, as the server itself counted it up to a moment: all lanes together.
///
/// @param upTo how many were late by no more than so many seconds; infinity for all
record OwnLateness(NavigableMap<Double, Long> upTo) {
  private static final Pattern BUCKET =
      Pattern.compile(
          "allwell_check_start_lateness_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.eE+]+)");

  /// @param metrics the text of `/metrics`
  static OwnLateness read(String metrics) {
    Map<Double, Long> sums = new HashMap<>();
    metrics
        .lines()
        .map(BUCKET::matcher)
        .filter(Matcher::matches)
        .forEach(line -> {
          String bound = line.group(1);
          double le = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
          sums.merge(le, Math.round(Double.parseDouble(line.group(2))), Long::sum);
        });
    return new OwnLateness(new TreeMap<>(sums));
  }

  /// A bound in milliseconds that a share of those since `before` did not exceed: as near as the
  /// buckets tell.
  double millisUpTo(double share, OwnLateness before) {
    if (upTo.isEmpty()) {
      throw Unfit.measured("the server tells no lateness");
    }
    long all = since(before, upTo.lastKey());
    for (double bound : upTo.keySet()) {
      if (since(before, bound) >= share * all) {
        return bound * 1e3;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private long since(OwnLateness before, double bound) {
    return upTo.getOrDefault(bound, 0L) - before.upTo.getOrDefault(bound, 0L);
  }
}
