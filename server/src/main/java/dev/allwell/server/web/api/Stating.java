package dev.allwell.server.web.api;

import dev.allwell.definition.Definition;
import dev.allwell.definition.KeptSecrets;
import dev.allwell.definition.Showing;
import dev.allwell.definition.Statements;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What keys say of one service, as a change that is handed in, and what became of it. Blocks; a
/// virtual thread's.
///
/// What is made of the service as it stands (a patch; a statement that keeps a stored secret) holds
/// only where it still stands so; else it is made anew of what stands there now.
final class Stating {
  private final ApiParts parts;
  private final Changes changes;
  private final Attempts attempts;
  private final ServiceView view;

  Stating(ApiParts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
    this.attempts = new Attempts(parts.web().registry());
    this.view = new ServiceView(parts.web().aggregate());
  }

  /// States a service that must be new.
  Reply create(Map<String, @Nullable Object> keys) {
    return state(keys, keys, Optional.empty(), (service, _) -> new Change.Add(service));
  }

  /// States all of a service.
  ///
  /// @param id that it must have
  Reply put(String id, Map<String, @Nullable Object> keys) {
    var whole = new LinkedHashMap<String, @Nullable Object>(keys);
    whole.putIfAbsent("id", id);
    if (!id.equals(whole.get("id"))) {
      return otherId(id, keys);
    }
    return attempts.at(
        id,
        known ->
            state(
                whole,
                keys,
                known,
                (service, kept) ->
                    kept.kept().isEmpty()
                        ? new Change.Put(service)
                        : new Change.Amend(known.orElseThrow(), service)));
  }

  /// States a service as it is, but for what the patch says.
  Reply patch(String id, Map<String, @Nullable Object> patch) {
    return attempts.at(
        id, known -> known.map(before -> patched(before, patch)).orElseGet(() -> missing(id)));
  }

  private Reply patched(Service before, Map<String, @Nullable Object> patch) {
    var merged = MergePatch.merged(Statements.brief(before, Showing.REDACTED), patch);
    merged.putIfAbsent("id", before.id());
    boolean sameUrl = !patch.containsKey("url");
    return before.id().equals(merged.get("id"))
        ? state(
            merged,
            patch,
            Optional.of(before),
            (service, _) ->
                new Change.Amend(before, sameUrl ? shownAs(before.url(), service) : service))
        : otherId(before.id(), patch);
  }

  /// One that registered itself with a bare url shows it as it was sent, and is asked elsewhere.
  private static Service shownAs(String url, Service service) {
    return new Service(
        new Identity(service.id(), service.name(), url),
        service.source(),
        service.check(),
        service.schedule(),
        service.rules(),
        service.labels());
  }

  /// @param sent in which the places of problems are looked for
  /// @param stored whose secrets are kept
  private Reply state(
      Map<String, @Nullable Object> keys,
      Map<String, @Nullable Object> sent,
      Optional<Service> stored,
      BiFunction<Service, KeptSecrets, Change> change) {
    var kept = KeptSecrets.of(keys, stored);
    if (!kept.problems().isEmpty()) {
      return Pointers.refusal(kept.problems(), sent);
    }
    return switch (parts.statements().apply(kept.keys())) {
      case Definition.Refused refused -> Pointers.refusal(refused.problems(), sent);
      case Definition.Defined(Service service) -> {
        var misled = stored.map(before -> kept.misled(before, service)).orElse(List.of());
        yield misled.isEmpty()
            ? changes.submit(change.apply(service, kept), receipt -> stated(service.id(), receipt))
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
      case NOT_FOUND -> missing(id); // removed since it was read
      case REMOVED -> throw unexpected(receipt);
    };
  }

  /// The service as it stands now, watched or shadowed.
  Reply shown(int status, String id, Showing showing) {
    return parts
        .web()
        .board()
        .byId(id)
        .map(entry -> shown(status, entry, showing, false))
        .or(() ->
            parts
                .web()
                .registry()
                .roster()
                .shadowed(id)
                .map(other -> shown(status, BoardEntry.unwatched(other), showing, true)))
        .orElseGet(() -> missing(id));
  }

  private Reply shown(int status, BoardEntry entry, Showing showing, boolean shadowed) {
    return Reply.json(
        status, json -> view.write(json, entry, ServiceView.Extent.WHOLE, showing, shadowed));
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
}
