package dev.allwell.server.web;

import dev.allwell.definition.Definition;
import dev.allwell.engine.Board;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Supervisor;
import dev.allwell.server.export.Exposition;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/// What the web layer is a view of.
///
/// @param registrations turns the keys of a registration into a service or its problems; values are
///   `String`, `Boolean`, `Long`, `BigInteger`, `Double`, `List` and `Map`, never null
public record WebParts(
    Board board,
    Registry registry,
    Supervisor supervisor,
    Function<Map<String, Object>, Definition> registrations,
    Exposition exposition,
    InstantSource clock) {}
