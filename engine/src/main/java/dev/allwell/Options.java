package dev.allwell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a service is checked: the keys of a service as in the configuration file, each with its
/// default until it is set. Immutable; every method answers with a new value.
///
/// What kind of check it is, the url's scheme says.
public final class Options {
  /// Everything by default: every 30 s, 5 s an attempt, two retries.
  public static final Options DEFAULT = new Options(Map.of());

  private final Map<String, Object> keys;

  private Options(Map<String, Object> keys) {
    this.keys = keys;
  }

  /// From one due time to the next; at least 1 s, in whole milliseconds.
  public Options interval(Duration interval) {
    return with("interval", text(interval));
  }

  /// One absolute deadline for an attempt.
  public Options timeout(Duration timeout) {
    return with("timeout", text(timeout));
  }

  /// Further attempts inside one check, with the first pause's ceiling: it doubles each time, with
  /// full jitter.
  public Options retries(int retries, Duration backoff) {
    return with("retries", retries).with("retry-backoff", text(backoff));
  }

  public Options groups(String... groups) {
    return with("groups", List.of(groups));
  }

  public Options categories(String... categories) {
    return with("categories", List.of(categories));
  }

  public Options attributes(Map<String, String> attributes) {
    return with("attributes", Map.copyOf(attributes));
  }

  /// Any other key of a service, `with("expect", Map.of("status", List.of("2xx", 304)))`.
  public Options with(String key, Object value) {
    var more = new LinkedHashMap<>(keys);
    more.put(key, value);
    return new Options(more);
  }

  Map<String, Object> keys(String name, String url) {
    var all = new LinkedHashMap<String, Object>();
    all.put("name", name);
    all.put("url", url);
    all.putAll(keys);
    return all;
  }

  private static String text(Duration duration) {
    return duration.toMillis() + "ms";
  }
}
