package dev.allwell.server.web.api;

import dev.allwell.engine.Roster;
import dev.allwell.model.Change;
import dev.allwell.model.Source;
import dev.allwell.server.web.PlainJson;
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
  private final Stating stating;
  private final ServiceView view;

  ServiceOperations(ApiParts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
    this.stating = new Stating(parts, changes);
    this.view = new ServiceView(parts.web().aggregate());
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
              view.write(json, entry, extent, asked.showing(), shadowed);
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
    return asked
        .refusal()
        .orElseGet(() -> stating.shown(200, asked.segment("id"), asked.showing()));
  }

  Reply create(Asked asked) {
    asked.only();
    return asked.refusal().orElseGet(() -> body(asked, stating::create));
  }

  Reply put(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked.refusal().orElseGet(() -> body(asked, keys -> stating.put(id, keys)));
  }

  Reply patch(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked.refusal().orElseGet(() -> body(asked, patch -> stating.patch(id, patch)));
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
                      case NOT_FOUND -> Stating.missing(id);
                      case CONFLICT ->
                          Reply.problem(409, parts.web().conflict(id, receipt.message()));
                      case ADDED, CHANGED, UNCHANGED -> throw Stating.unexpected(receipt);
                    }));
  }

  private static Reply body(Asked asked, Function<Map<String, @Nullable Object>, Reply> reader) {
    return switch (PlainJson.read(asked.body())) {
      case PlainJson.Reading.Unreadable unreadable ->
          Pointers.refusal(unreadable.problems(), Map.of());
      case PlainJson.Reading.Keys keys -> reader.apply(keys.keys());
    };
  }

  private Roster roster() {
    return parts.web().registry().roster();
  }
}
