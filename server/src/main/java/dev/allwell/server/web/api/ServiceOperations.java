package dev.allwell.server.web.api;

import dev.allwell.definition.Definition;
import dev.allwell.definition.KeptSecrets;
import dev.allwell.definition.Showing;
import dev.allwell.definition.Statements;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Receipt;
import dev.allwell.engine.Roster;
import dev.allwell.model.Change;
import dev.allwell.model.Problem;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.web.PlainJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Services: list, read, create, put, patch, remove.
final class ServiceOperations {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final ApiParts parts;
  private final Changes changes;

  ServiceOperations(ApiParts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
  }

  Reply list(Asked asked) {
    asked.only(
        "q", "group", "health", "attribute", "sort", "limit", "cursor", "definition", "shadowed");
    var filter = Filter.of(asked);
    int limit = asked.whole("limit", USUAL_PAGE, 1, LARGEST_PAGE);
    var extent = extent(asked);
    var sorting = sorting(asked);
    var after = after(asked, sorting);
    boolean shadowed = asked.flag("shadowed");
    return asked
        .refusal()
        .orElseGet(() -> {
          var page =
              shadowed
                  ? Page.of(roster().shadowed(), filter, sorting, after, limit)
                  : Page.of(parts.web().board(), filter, sorting, after, limit);
          return Reply.ok(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("services");
            for (var entry : page.entries()) {
              ServiceView.write(json, entry, extent, asked.showing(), shadowed);
            }
            json.writeEndArray();
            json.writeNumberField("total", page.total());
            if (page.nextOrEmpty().isEmpty()) {
              json.writeNullField("next");
            } else {
              json.writeStringField("next", page.nextOrEmpty());
            }
            json.writeEndObject();
          });
        });
  }

  private static ServiceView.Extent extent(Asked asked) {
    var given = asked.one("definition");
    var extent = given.flatMap(ServiceView.Extent::of);
    if (given.isPresent() && extent.isEmpty()) {
      asked.refuse("definition", "expected none, brief or whole");
    }
    return extent.orElse(ServiceView.Extent.NONE);
  }

  private static Page.Sorting sorting(Asked asked) {
    var given = asked.one("sort");
    var sorting = given.flatMap(Page.Sorting::of);
    if (given.isPresent() && sorting.isEmpty()) {
      asked.refuse(
          "sort", "expected one of " + Order.codes() + ", with - in front for the other way round");
    }
    return sorting.orElse(new Page.Sorting(Order.ID, false));
  }

  private static Optional<Page.Place> after(Asked asked, Page.Sorting sorting) {
    var cursor = asked.one("cursor");
    var place = cursor.flatMap(text -> Page.Place.read(text, sorting));
    if (cursor.isPresent() && place.isEmpty()) {
      asked.refuse("cursor", "is not the next of a page with the same sort");
    }
    return place;
  }

  Reply read(Asked asked) {
    asked.only();
    return asked.refusal().orElseGet(() -> shown(200, asked.segment("id"), asked.showing()));
  }

  Reply create(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() -> body(asked, keys -> state(keys, keys, Optional.empty(), Change.Add::new)));
  }

  Reply put(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() ->
            body(
                asked,
                keys -> {
                  var whole = new LinkedHashMap<String, @Nullable Object>(keys);
                  whole.putIfAbsent("id", id);
                  return id.equals(whole.get("id"))
                      ? state(whole, keys, known(id).map(Registration::service), Change.Put::new)
                      : otherId(id, keys);
                }));
  }

  Reply patch(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() ->
            body(
                asked,
                patch -> {
                  var known = known(id).map(Registration::service);
                  if (known.isEmpty()) {
                    return missing(id);
                  }
                  var merged = merged(Statements.brief(known.get(), Showing.REDACTED), patch);
                  merged.putIfAbsent("id", id);
                  return id.equals(merged.get("id"))
                      ? state(merged, patch, known, Change.Put::new)
                      : otherId(id, patch);
                }));
  }

  Reply remove(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() ->
            changes.submit(
                new Change.Remove(id, Source.API),
                receipt ->
                    switch (receipt.result()) {
                      case REMOVED ->
                          Reply.NO_CONTENT.after(new Deed.Done("remove-service", id, "removed"));
                      case NOT_FOUND -> missing(id);
                      case CONFLICT ->
                          Reply.problem(409, parts.web().conflict(id, receipt.message()));
                      case ADDED, CHANGED, UNCHANGED -> throw unexpected(receipt);
                    }));
  }

  private static Reply body(Asked asked, Function<Map<String, @Nullable Object>, Reply> reader) {
    return switch (PlainJson.read(asked.body())) {
      case PlainJson.Reading.Unreadable unreadable ->
          Pointers.refusal(unreadable.problems(), Map.of());
      case PlainJson.Reading.Keys keys -> reader.apply(keys.keys());
    };
  }

  /// @param sent in which the places of problems are looked for
  /// @param stored whose secrets are kept
  private Reply state(
      Map<String, @Nullable Object> keys,
      Map<String, @Nullable Object> sent,
      Optional<Service> stored,
      Function<Service, Change> change) {
    var kept = KeptSecrets.of(keys, stored);
    if (!kept.problems().isEmpty()) {
      return Pointers.refusal(kept.problems(), sent);
    }
    return switch (parts.statements().apply(kept.keys())) {
      case Definition.Refused refused -> Pointers.refusal(refused.problems(), sent);
      case Definition.Defined(Service service) -> {
        var misled = stored.map(before -> kept.misled(before, service)).orElse(List.of());
        yield misled.isEmpty()
            ? changes.submit(change.apply(service), receipt -> stated(service.id(), receipt))
            : Pointers.refusal(misled, sent);
      }
    };
  }

  private Reply stated(String id, Receipt receipt) {
    return switch (receipt.result()) {
      case ADDED ->
          shown(201, id, Showing.REDACTED)
              .with("Location", "/api/v1/services/" + id)
              .after(new Deed.Done("state-service", id, "added"));
      case CHANGED ->
          shown(200, id, Showing.REDACTED).after(new Deed.Done("state-service", id, "changed"));
      case UNCHANGED -> shown(200, id, Showing.REDACTED).after(Deed.Silent.NOTHING);
      case CONFLICT -> Reply.problem(409, parts.web().conflict(id, receipt.message()));
      case REMOVED, NOT_FOUND -> throw unexpected(receipt);
    };
  }

  private Reply shown(int status, String id, Showing showing) {
    return parts
        .web()
        .board()
        .byId(id)
        .map(entry -> shown(status, entry, showing, false))
        .or(() ->
            roster()
                .shadowed(id)
                .map(other -> shown(status, BoardEntry.unwatched(other), showing, true)))
        .orElseGet(() -> missing(id));
  }

  private static Reply shown(int status, BoardEntry entry, Showing showing, boolean shadowed) {
    return Reply.json(
        status,
        json -> ServiceView.write(json, entry, ServiceView.Extent.WHOLE, showing, shadowed));
  }

  private Optional<Registration> known(String id) {
    return roster().byId(id).or(() -> roster().shadowed(id));
  }

  private Roster roster() {
    return parts.web().registry().roster();
  }

  private static Reply otherId(String id, Map<String, @Nullable Object> sent) {
    return Pointers.refusal(
        List.of(new Problem("id", "expected \"" + id + "\", as the path says, or nothing")), sent);
  }

  static Reply missing(String id) {
    return Reply.problem(404, "there is no service with the id \"" + id + "\"");
  }

  static IllegalStateException unexpected(Receipt receipt) {
    return new IllegalStateException("not an answer to this change: " + receipt);
  }

  /// As RFC 7396 has it: null takes a key away, a map is merged, anything else replaces.
  private static Map<String, @Nullable Object> merged(
      Map<?, ?> target, Map<String, @Nullable Object> patch) {
    var merged = new LinkedHashMap<String, @Nullable Object>();
    target.forEach((key, value) -> merged.put(String.valueOf(key), value));
    patch.forEach((key, value) -> {
      if (value == null) {
        merged.remove(key);
      } else if (value instanceof Map<?, ?> map) {
        var below = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((inner, innermost) -> below.put(String.valueOf(inner), innermost));
        merged.put(key, merged(merged.get(key) instanceof Map<?, ?> old ? old : Map.of(), below));
      } else {
        merged.put(key, value);
      }
    });
    return merged;
  }
}
