package dev.allwell.server.web.api;

import dev.allwell.definition.Showing;
import dev.allwell.server.web.ProblemJson.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A request as an operation sees it, off the event loop. What is wrong with its query is collected
/// while it is read.
final class Asked {
  private final Map<String, String> path;
  private final Map<String, List<String>> query;
  private final byte[] body;
  private final Showing showing;
  private final String who;
  private final List<Fault> faults = new ArrayList<>();

  /// @param showing how the caller sees statements
  /// @param who the caller is
  Asked(
      Map<String, String> path,
      Map<String, List<String>> query,
      byte[] body,
      Showing showing,
      String who) {
    this.who = who;
    this.path = path;
    this.query = query;
    this.body = body;
    this.showing = showing;
  }

  /// A segment of the path that varies.
  String segment(String name) {
    var segment = path.get(name);
    if (segment == null) {
      throw new IllegalStateException("no such segment: " + name);
    }
    return segment;
  }

  Showing showing() {
    return showing;
  }

  /// Who asks, as the audit log names him.
  String who() {
    return who;
  }

  byte[] body() {
    return body;
  }

  /// Notes each parameter that the operation does not have.
  void only(String... known) {
    var all = List.of(known);
    for (var name : query.keySet()) {
      if (!all.contains(name)) {
        var have = all.isEmpty() ? "there are none here" : "known are " + String.join(", ", all);
        refuse(clip(name), "unknown parameter: " + have);
      }
    }
  }

  /// All values of a parameter.
  List<String> all(String name) {
    return query.getOrDefault(name, List.of());
  }

  /// The one value of a parameter.
  Optional<String> one(String name) {
    var values = all(name);
    if (values.size() > 1) {
      refuse(name, "is there " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  boolean flag(String name) {
    return one(name)
        .filter(text -> {
          if (!text.equals("true") && !text.equals("false")) {
            refuse(name, "expected true or false");
          }
          return text.equals("true");
        })
        .isPresent();
  }

  int whole(String name, int fallback, int least, int most) {
    var text = one(name);
    if (text.isEmpty()) {
      return fallback;
    }
    int number = text.get().matches("[0-9]{1,6}") ? Integer.parseInt(text.get()) : -1;
    if (number < least || number > most) {
      refuse(name, "expected a whole number from " + least + " to " + most);
      return fallback;
    }
    return number;
  }

  /// Each value of a parameter as something else; what cannot be is noted.
  ///
  /// @param expected told when it cannot
  <T> List<T> each(String name, Function<String, Optional<T>> reader, String expected) {
    var read = new ArrayList<T>();
    for (var text : all(name)) {
      reader.apply(text).ifPresentOrElse(read::add, () -> refuse(name, "expected " + expected));
    }
    return read;
  }

  void refuse(String parameter, String detail) {
    faults.add(new Fault(detail, parameter, false));
  }

  /// The answer to a query with faults; empty when there are none.
  Optional<Reply> refusal() {
    return faults.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Reply.problem(
                400,
                faults.getFirst().place() + ": " + faults.getFirst().detail(),
                List.copyOf(faults)));
  }

  private static String clip(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }
}
