package dev.allwell.server.web.api;

import dev.allwell.definition.Definition;
import dev.allwell.definition.KeptSecrets;
import dev.allwell.definition.Statements;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Problem;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.server.web.PlainJson;
import dev.allwell.server.web.Pointer;
import dev.allwell.server.web.ProblemJson.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Many services in one call: all of them are stated, or none.
final class BulkOperation {
  static final int MOST = 10_000;
  private static final int MOST_PROBLEMS = 100;
  private static final int MOST_NAMED = 5;

  private final ApiParts parts;
  private final Changes changes;

  BulkOperation(ApiParts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
  }

  Reply put(Asked asked) {
    asked.only();
    return asked.refusal().orElseGet(() -> stated(asked.body()));
  }

  private Reply stated(byte[] body) {
    var statements = new Stated();
    var unreadable = PlainJson.each(body, "services", statements::take);
    if (!unreadable.isEmpty()) {
      return Pointers.refusal(unreadable, Map.of());
    }
    return statements
        .refusal()
        .orElseGet(() -> changes.submitWhole(statements.changes, statements::answered));
  }

  /// @param ids of the services, in their order
  private Reply answered(List<String> ids, List<Receipt> receipts) {
    var counted = new EnumMap<Receipt.Result, Integer>(Receipt.Result.class);
    var conflicts = new ArrayList<Fault>();
    int refused = 0;
    for (int i = 0; i < receipts.size(); i++) {
      counted.merge(receipts.get(i).result(), 1, Integer::sum);
      if (receipts.get(i).refused() && refused++ < MOST_PROBLEMS) {
        var reason = parts.web().conflict(ids.get(i), receipts.get(i).message());
        conflicts.add(new Fault(reason, "#/services/" + i, true));
      }
    }
    if (refused > 0) {
      return Reply.problem(
          409,
          "nothing was changed: %d of %d services are in conflict"
              .formatted(refused, receipts.size()),
          conflicts);
    }
    int added = counted.getOrDefault(Receipt.Result.ADDED, 0);
    int changed = counted.getOrDefault(Receipt.Result.CHANGED, 0);
    int unchanged = counted.getOrDefault(Receipt.Result.UNCHANGED, 0);
    return Reply.ok(
            json -> {
              json.writeStartObject();
              json.writeNumberField("added", added);
              json.writeNumberField("changed", changed);
              json.writeNumberField("unchanged", unchanged);
              json.writeEndObject();
            })
        .after(
            added + changed == 0
                ? Deed.Silent.NOTHING
                : new Deed.Done(
                    "state-services",
                    named(ids, receipts),
                    "%d added, %d changed, %d unchanged".formatted(added, changed, unchanged)));
  }

  /// The first of those that were added or changed, and how many more there are.
  private static String named(List<String> ids, List<Receipt> receipts) {
    var touched =
        IntStream.range(0, ids.size())
            .filter(i -> receipts.get(i).result() != Receipt.Result.UNCHANGED)
            .mapToObj(ids::get)
            .toList();
    var first = String.join(", ", touched.subList(0, Math.min(MOST_NAMED, touched.size())));
    return touched.size() <= MOST_NAMED
        ? first
        : first + " and " + (touched.size() - MOST_NAMED) + " more";
  }

  /// The statements of one call while they are read; of the trees, none is kept.
  private final class Stated {
    private final List<Change> changes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Integer> seen = new LinkedHashMap<>();

    Reply answered(List<Receipt> receipts) {
      return BulkOperation.this.answered(List.copyOf(seen.keySet()), receipts);
    }

    void take(Map<String, @Nullable Object> keys, int index) {
      if (index >= MOST) {
        if (index == MOST) {
          note(index, new Problem("", "expected at most 10000 services"), keys);
        }
        return;
      }
      var roster = parts.web().registry().roster();
      var stored =
          Statements.id(keys)
              .flatMap(id -> roster.byId(id).or(() -> roster.shadowed(id)))
              .map(Registration::service);
      var kept = KeptSecrets.of(keys, stored);
      kept.problems().forEach(problem -> note(index, problem, keys));
      switch (parts.statements().apply(kept.keys())) {
        case Definition.Refused refused ->
            refused.problems().forEach(problem -> note(index, problem, keys));
        case Definition.Defined(Service service) -> {
          stored
              .map(before -> kept.misled(before, service))
              .orElse(List.of())
              .forEach(problem -> note(index, problem, keys));
          var change =
              kept.kept().isEmpty()
                  ? new Change.Put(service)
                  : new Change.Amend(stored.orElseThrow(), service);
          take(service.id(), change, index, keys);
        }
      }
    }

    private void take(String id, Change change, int index, Map<String, @Nullable Object> keys) {
      var before = seen.putIfAbsent(id, index);
      if (before != null) {
        var same = "\"%s\" is the id of services[%d] too".formatted(id, before);
        note(index, new Problem("id", same), keys);
      }
      changes.add(change);
    }

    private void note(int index, Problem problem, Map<String, @Nullable Object> keys) {
      if (problems.size() >= MOST_PROBLEMS) {
        return;
      }
      var place = "services[" + index + "]";
      var path = problem.path().isEmpty() ? place : place + "." + problem.path();
      problems.add(new Problem(path, problem.message()));
      var below = Pointer.of(problem.path(), keys).substring(1);
      faults.add(new Fault(problem.message(), "#/services/" + index + below, true));
    }

    Optional<Reply> refusal() {
      return problems.isEmpty()
          ? Optional.empty()
          : Optional.of(Pointers.refusal(problems, faults));
    }
  }
}
