package dev.allwell.server.web;

import dev.allwell.definition.Definition;
import dev.allwell.engine.Board;
import dev.allwell.engine.History;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Supervisor;
import dev.allwell.server.access.Entrance;
import dev.allwell.server.export.Exposition;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the web layer is a view of.
///
/// @param registrations turns the keys of a registration into a service or its problems; values are
///   `String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List` and `Map`; null counts as left
///   out, if the key is known
public record WebParts(
    Board board,
    Registry registry,
    Supervisor supervisor,
    Function<Map<String, @Nullable Object>, Definition> registrations,
    Exposition exposition,
    InstantSource clock,
    Entrance entrance,
    History history) {}
