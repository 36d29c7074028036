package dev.allwell.server.web.api;

import dev.allwell.definition.CategoryKeys;
import dev.allwell.definition.FileAccess;
import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.engine.Aggregate;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Source;
import dev.allwell.server.web.PlainJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Categories: list, read, state, remove, enable and disable.
final class CategoryOperations {
  private final Changes changes;
  private final Aggregate aggregate;
  private final CategoryJson views;

  CategoryOperations(ApiParts parts, Changes changes) {
    var web = parts.web();
    this.changes = changes;
    this.aggregate = web.aggregate();
    this.views = new CategoryJson(web.clock());
  }

  Reply list(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() -> {
          var names = aggregate.names();
          var categories = aggregate.categories();
          return Reply.ok(json -> views.writeAll(json, names, categories));
        });
  }

  Reply read(Asked asked) {
    asked.only();
    return asked.refusal().orElseGet(() -> shown(200, asked.segment("category")));
  }

  Reply put(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() -> {
          var read = PlainJson.read(asked.body());
          return switch (read) {
            case PlainJson.Reading.Unreadable unreadable ->
                Pointers.refusal(unreadable.problems(), Map.of());
            case PlainJson.Reading.Keys keys -> put(asked.segment("category"), keys.keys());
          };
        });
  }

  private Reply put(String given, Map<String, @Nullable Object> keys) {
    var problems = new Problems();
    var section = new Section("", keys, problems, FileAccess.NONE);
    var name = CategoryKeys.name(section, given);
    if (name.isEmpty()) {
      return Reply.problem(400, problems.all().getFirst().toString());
    }
    var category = CategoryKeys.read(name.get(), section, Source.API);
    if (!problems.none()) {
      return Pointers.refusal(problems.all(), keys);
    }
    var wanted = new ArrayList<Change>(List.of(new Change.PutCategory(category)));
    if (Boolean.TRUE.equals(keys.get("enabled"))) { // said, and not only taken for granted
      wanted.add(new Change.Mend(category.name()));
    }
    return changes.submitWhole(wanted, receipts -> stated(category.name(), receipts));
  }

  private Reply stated(String name, List<Receipt> receipts) {
    var put = receipts.getFirst();
    boolean mended = receipts.getLast().result() == Receipt.Result.CHANGED;
    return switch (put.result()) {
      case ADDED ->
          shown(201, name)
              .with("Location", CategoryJson.path(name))
              .after(new Deed.Done("put-category", name, "added"));
      case CHANGED -> shown(200, name).after(new Deed.Done("put-category", name, "changed"));
      case UNCHANGED ->
          shown(200, name)
              .after(
                  mended ? new Deed.Done("enable-category", name, "changed") : Deed.Silent.NOTHING);
      case CONFLICT -> Reply.problem(409, put.message());
      case REMOVED, NOT_FOUND -> throw Stating.unexpected(put);
    };
  }

  Reply remove(Asked asked) {
    asked.only();
    var name = asked.segment("category");
    return asked
        .refusal()
        .orElseGet(() ->
            changes.submit(
                new Change.RemoveCategory(name, Source.API),
                receipt ->
                    switch (receipt.result()) {
                      case REMOVED ->
                          Reply.NO_CONTENT.after(new Deed.Done("remove-category", name, "removed"));
                      case NOT_FOUND -> missing(name);
                      case CONFLICT -> Reply.problem(409, receipt.message());
                      case ADDED, CHANGED, UNCHANGED -> throw Stating.unexpected(receipt);
                    }));
  }

  Reply enable(Asked asked) {
    return switched(asked, "enable-category", this::enabling);
  }

  private List<Change> enabling(String name) {
    var stated = aggregate.categories().of(name);
    if (stated.enabled()) {
      return List.of(new Change.Mend(name));
    }
    return stated.source() == Source.API
        ? List.of(new Change.PutCategory(stated.enabled(true)), new Change.Mend(name))
        : List.of();
  }

  Reply disable(Asked asked) {
    var who = asked.who();
    return switched(asked, "disable-category", name -> List.of(new Change.Disable(name, who)));
  }

  /// @param wanted none when the statement of another source stands against it
  private Reply switched(Asked asked, String what, Function<String, List<Change>> wanted) {
    asked.only();
    var name = asked.segment("category");
    var refused = asked.refusal();
    if (refused.isPresent()) {
      return refused.get();
    }
    if (aggregate.view(List.of(name)).isEmpty()) {
      return missing(name);
    }
    var hand = wanted.apply(name);
    if (hand.isEmpty()) {
      return Reply.problem(
          409,
          "category: \"%s\" is stated as disabled by the source %s: change it there"
              .formatted(name, aggregate.categories().of(name).source().code()));
    }
    return changes.submitWhole(
        hand,
        receipts -> {
          boolean changed = receipts.stream().anyMatch(it -> it.result() == Receipt.Result.CHANGED);
          return shown(200, name)
              .after(changed ? new Deed.Done(what, name, "changed") : Deed.Silent.NOTHING);
        });
  }

  private Reply shown(int status, String name) {
    Optional<Reply> shown =
        aggregate
            .view(List.of(name))
            .map(view ->
                Reply.json(status, json -> views.write(json, view, aggregate.categories())));
    return shown.orElseGet(() -> missing(name));
  }

  private static Reply missing(String name) {
    return Reply.problem(404, "there is no category \"" + name + "\"");
  }
}
