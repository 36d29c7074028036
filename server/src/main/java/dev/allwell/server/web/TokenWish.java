package dev.allwell.server.web;

import dev.allwell.definition.Durations;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A token that somebody wants: `{"name": "ci", "scope": "write", "expires": "90d"}`.
///
/// @param lifeOrNull how long it is good for; null for ever
record TokenWish(String name, Scope scope, @Nullable Duration lifeOrNull) {
  private static final List<String> KNOWN = List.of("name", "scope", "expires");
  private static final int MOST_UNKNOWN = 10;
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// What became of a text.
  sealed interface Reading {
    record Read(TokenWish wish) implements Reading {}

    record Faulty(List<ProblemJson.Fault> faults) implements Reading {}
  }

  static Reading read(byte[] bytes) {
    return switch (PlainJson.read(bytes)) {
      case PlainJson.Reading.Unreadable unreadable ->
          new Reading.Faulty(
              unreadable.problems().stream()
                  .map(problem ->
                      new ProblemJson.Fault(
                          problem.toString(), Pointer.of(problem.path(), Map.of()), true))
                  .toList());
      case PlainJson.Reading.Keys keys -> new Reader(keys.keys()).read();
    };
  }

  /// Reads the keys, one by one.
  private static final class Reader {
    private final Map<String, @Nullable Object> keys;
    private final List<ProblemJson.Fault> faults = new ArrayList<>();

    Reader(Map<String, @Nullable Object> keys) {
      this.keys = keys;
    }

    Reading read() {
      var name = name();
      var scope = scope();
      var life = life();
      keys.keySet().stream()
          .filter(key -> !KNOWN.contains(key))
          .limit(MOST_UNKNOWN)
          .forEach(key ->
              fault(
                  "/" + Pointer.escaped(key),
                  "unknown key: there are name, scope and expires, and no others"));
      return faults.isEmpty() && scope != null
          ? new Reading.Read(new TokenWish(name, scope, life))
          : new Reading.Faulty(faults);
    }

    private String name() {
      if (keys.get("name") instanceof String name && Token.isName(name)) {
        return name;
      }
      fault("/name", "expected 1 to 64 letters, digits and ._-, the first a letter or a digit");
      return "";
    }

    private @Nullable Scope scope() {
      var scope = keys.get("scope") instanceof String code ? Scope.of(code).orElse(null) : null;
      if (scope == null) {
        fault("/scope", "expected one of " + Scope.codes());
      }
      return scope;
    }

    private @Nullable Duration life() {
      var given = keys.get("expires");
      if (given == null) {
        return null;
      }
      var life = given instanceof String text ? Durations.read(text).orElse(null) : null;
      if (life == null || life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
        fault("/expires", "expected a duration from 1s to 36500d with its unit, as 90d");
        return null;
      }
      return life;
    }

    private void fault(String pointer, String detail) {
      faults.add(new ProblemJson.Fault(detail, "#" + pointer, true));
    }
  }
}
