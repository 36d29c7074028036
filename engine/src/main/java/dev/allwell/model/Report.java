package dev.allwell.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a service says of itself in a service-monitor document.
///
/// @param uptimeSeconds since the service started
/// @param requestCount since then
/// @param errorCount of those
/// @param attributes override the registration's, key by key
public record Report(
    long uptimeSeconds, long requestCount, long errorCount, SortedMap<String, String> attributes) {

  public Report {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  public static Report of(long uptime, long requests, long errors, Map<String, String> attributes) {
    return new Report(uptime, requests, errors, new TreeMap<>(attributes));
  }

  /// errors ÷ requests; 0 when there were none.
  public double errorRate() {
    return requestCount == 0 ? 0 : (double) errorCount / requestCount;
  }

  /// The error rate of the requests since an earlier report; of all, when a counter went back.
  public double errorRateSince(Report earlier) {
    long requests = requestCount - earlier.requestCount;
    long errors = errorCount - earlier.errorCount;
    if (requests < 0 || errors < 0 || uptimeSeconds < earlier.uptimeSeconds) {
      return errorRate();
    }
    return requests == 0 ? 0 : (double) errors / requests;
  }
}
