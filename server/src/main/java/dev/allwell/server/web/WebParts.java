package dev.allwell.server.web;

import dev.allwell.definition.Definition;
import dev.allwell.engine.Aggregate;
import dev.allwell.engine.Board;
import dev.allwell.engine.History;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Supervisor;
import dev.allwell.server.access.Entrance;
import dev.allwell.server.export.Exposition;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the web layer is a view of.
///
/// @param registrations turns the keys of a registration into a service or its problems; values are
///   `String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List` and `Map`; null counts as left
///   out, if the key is known
/// @param aggregate what services come to together
/// @param places tells where the configuration states the service of an id, as `file:line`
public record WebParts(
    Board board,
    Registry registry,
    Supervisor supervisor,
    Function<Map<String, @Nullable Object>, Definition> registrations,
    Exposition exposition,
    InstantSource clock,
    Entrance entrance,
    History history,
    Aggregate aggregate,
    Function<String, Optional<String>> places) {
  /// Why a change of a service was refused, with the place that has it when it is the
  /// configuration's.
  public String conflict(String id, String reason) {
    return places.apply(id).map(place -> reason + " (" + place + ")").orElse(reason);
  }
}
