package dev.allwell.server.web;

import dev.allwell.model.Health;
import dev.allwell.server.live.Filter;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a reader of the live stream asks for, as it stands in the query; what is wrong with it is
/// collected while it is read.
final class LiveQuery {
  private static final List<String> KNOWN = List.of("group", "health", "service", "results");
  private static final int LONGEST_NAME = 64;

  private final MultiMap query;
  private final List<ProblemJson.Fault> faults = new ArrayList<>();

  LiveQuery(MultiMap query) {
    this.query = query;
  }

  List<ProblemJson.Fault> faults() {
    return List.copyOf(faults);
  }

  /// Of no use when there are faults afterwards.
  Filter filter() {
    for (var name : query.names()) {
      if (!KNOWN.contains(name)) {
        refuse(
            name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…",
            "unknown parameter: known are " + String.join(", ", KNOWN));
      }
    }
    return new Filter(
        new HashSet<>(query.getAll("service")),
        new HashSet<>(query.getAll("group")),
        healths(),
        results());
  }

  private Set<Health> healths() {
    var healths = EnumSet.noneOf(Health.class);
    for (var code : query.getAll("health")) {
      health(code)
          .ifPresentOrElse(healths::add, () -> refuse("health", "expected one of " + all()));
    }
    return healths;
  }

  private static Optional<Health> health(String code) {
    return Arrays.stream(Health.values()).filter(health -> health.code().equals(code)).findFirst();
  }

  private static String all() {
    return Arrays.stream(Health.values()).map(Health::code).collect(Collectors.joining(", "));
  }

  private boolean results() {
    var said = query.getAll("results");
    if (said.size() > 1) {
      refuse("results", "is there " + said.size() + " times");
    } else if (!said.isEmpty() && !said.getFirst().matches("true|false")) {
      refuse("results", "expected true or false");
    }
    return said.equals(List.of("true"));
  }

  private void refuse(String parameter, String detail) {
    faults.add(new ProblemJson.Fault(detail, parameter, false));
  }
}
