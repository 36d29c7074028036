package dev.allwell.server.web.api;

import dev.allwell.definition.Showing;
import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Health;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which services are wanted: all that is said must hold; of several groups or healths, one.
///
/// @param text stands in id, name or url, upper or lower case; empty for any
/// @param showing how the caller sees urls: what is hidden cannot be found out by searching
/// @param attributes that the service has, its own and those it told
record Filter(
    String text,
    Showing showing,
    Set<String> groups,
    Set<Health> health,
    List<Map.Entry<String, String>> attributes) {
  Filter {
    text = text.toLowerCase(Locale.ROOT);
    groups = Set.copyOf(groups);
    health = Set.copyOf(health);
    attributes = List.copyOf(attributes);
  }

  /// Notes what is wrong with the parameters at the request.
  static Filter of(Asked asked) {
    return new Filter(
        asked.one("q").orElse(""),
        asked.showing(),
        Set.copyOf(asked.all("group")),
        Set.copyOf(
            asked.each(
                "health",
                Filter::health,
                "one of "
                    + Arrays.stream(Health.values())
                        .map(Health::code)
                        .collect(Collectors.joining(", ")))),
        asked.each("attribute", Filter::attribute, "key:value"));
  }

  /// Whether all services pass it.
  boolean isAny() {
    return text.isEmpty() && groups.isEmpty() && health.isEmpty() && attributes.isEmpty();
  }

  boolean passes(BoardEntry entry) {
    var service = entry.registration().service();
    return (health.isEmpty() || health.contains(entry.health()))
        && (groups.isEmpty() || service.labels().groups().stream().anyMatch(groups::contains))
        && (attributes.isEmpty() || hasAll(entry.attributes()))
        && (text.isEmpty()
            || holds(service.id())
            || holds(service.name())
            || holds(showing.url(service.url())));
  }

  private boolean hasAll(Map<String, String> had) {
    return attributes.stream()
        .allMatch(wanted -> wanted.getValue().equals(had.get(wanted.getKey())));
  }

  private boolean holds(String where) {
    return where.toLowerCase(Locale.ROOT).contains(text);
  }

  private static Optional<Health> health(String code) {
    return Arrays.stream(Health.values()).filter(health -> health.code().equals(code)).findFirst();
  }

  private static Optional<Map.Entry<String, String>> attribute(String text) {
    int colon = text.indexOf(':');
    return colon < 1
        ? Optional.empty()
        : Optional.of(Map.entry(text.substring(0, colon), text.substring(colon + 1)));
  }
}
