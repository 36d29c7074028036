package dev.allwell.testkit;

import java.util.Map;
import java.util.TreeMap;

/// One request as a target saw it: the oracle of a test, independent of what the client claims.
///
/// @param nanos when its head was complete, by the machine's monotonic time
/// @param line the request line, or the first bytes of something else
/// @param headers by name, in any case; the last of several wins
/// @param connection which of the target's connections it came on, from 1
public record Arrival(
    long nanos, String line, Map<String, String> headers, String body, int connection) {
  public Arrival {
    var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = java.util.Collections.unmodifiableMap(copy);
  }

  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
