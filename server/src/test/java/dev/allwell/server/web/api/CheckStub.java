package dev.allwell.server.web.api;

import dev.allwell.engine.Board;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Examined;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Checks that are not made.
///
/// @param now what comes of one
public record CheckStub(Function<String, CompletionStage<Optional<BoardEntry>>> now)
    implements ApiParts.Checks {

  /// Each ends at once and changes nothing.
  public static CheckStub ending(Board board) {
    return new CheckStub(id -> CompletableFuture.completedFuture(board.byId(id)));
  }

  @Override
  public CompletionStage<Optional<BoardEntry>> now(String id) {
    return now.apply(id);
  }

  @Override
  public CompletionStage<Optional<Examined>> examined(String id) {
    return now(id).thenApply(after -> after.map(entry -> new Examined(entry, List.of())));
  }
}
