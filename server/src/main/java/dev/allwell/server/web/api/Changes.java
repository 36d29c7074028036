package dev.allwell.server.web.api;

import dev.allwell.engine.LedgerException;
import dev.allwell.engine.OverloadedException;
import dev.allwell.engine.Receipt;
import dev.allwell.engine.Registry;
import dev.allwell.model.Change;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands changes to the registry and waits until they are durable. Blocks; a virtual thread's.
final class Changes {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Logger log = LoggerFactory.getLogger(Changes.class);

  private final Registry registry;

  Changes(Registry registry) {
    this.registry = registry;
  }

  /// @param answer what the receipt comes to
  Reply submit(Change change, Function<Receipt, Reply> answer) {
    return await(registry.submit(List.of(change)), receipts -> answer.apply(receipts.getFirst()));
  }

  /// All or nothing.
  ///
  /// @param answer what the receipts come to
  Reply submitWhole(List<Change> changes, Function<List<Receipt>, Reply> answer) {
    return await(registry.submitWhole(changes), answer);
  }

  private static Reply await(
      CompletionStage<List<Receipt>> stage, Function<List<Receipt>, Reply> answer) {
    try {
      return answer.apply(
          stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return explain(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      return Reply.unavailable("the store did not confirm in time; ask again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.unavailable("the server is stopping");
    }
  }

  private static Reply explain(Throwable trouble) {
    return switch (trouble) {
      case OverloadedException overloaded -> Reply.unavailable(said(overloaded));
      case LedgerException full when full.outOfSpace() ->
          Reply.problem(507, "no space left: " + said(full));
      case LedgerException ledger -> Reply.unavailable(said(ledger));
      default -> {
        log.error("a change could not be handled", trouble);
        yield Reply.problem(500, "Internal error");
      }
    };
  }

  private static String said(RuntimeException trouble) {
    return String.valueOf(trouble.getMessage());
  }
}
