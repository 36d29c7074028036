package dev.allwell.server.web;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Checks out of turn, for who wants results of now: one attempt each, whoever asks at the same
/// time waits for the same one, and a service has at most one in five seconds. Any thread.
final class FreshChecks {
  static final Duration REST = Duration.ofSeconds(5);

  /// With what an answer needs besides, two looks at all services, it is below nine seconds.
  static final Duration PATIENCE = Duration.ofSeconds(7);

  private final Function<String, CompletionStage<Optional<BoardEntry>>> checkOnce;
  private final Ticker ticker;
  private final Duration patience;
  private final Map<Long, Flight> flights = new ConcurrentHashMap<>();

  /// A check out of turn.
  private record Flight(long begunNanos, CompletableFuture<?> over) {
    boolean rested(long nowNanos) {
      return nowNanos - begunNanos >= REST.toNanos() && over.isDone();
    }
  }

  FreshChecks(Function<String, CompletionStage<Optional<BoardEntry>>> checkOnce, Ticker ticker) {
    this(checkOnce, ticker, PATIENCE);
  }

  FreshChecks(
      Function<String, CompletionStage<Optional<BoardEntry>>> checkOnce,
      Ticker ticker,
      Duration patience) {
    this.checkOnce = checkOnce;
    this.ticker = ticker;
    this.patience = patience;
  }

  /// Has services checked, and waits until all are, or patience is over: what is not done then goes
  /// on, and whoever reads the board sees what was known before. Blocks.
  void await(Collection<Member> members) {
    long began = ticker.nanos();
    flights.values().removeIf(flight -> flight.rested(began));
    var all =
        members.stream()
            .map(member -> member.entry().registration())
            .map(known -> flight(known.number(), known.id()))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(all)
          .get(patience.toNanos() - (ticker.nanos() - began), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // answered as far as it is known
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check out of turn failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The one that is under way or was just made, or else a new one.
  private CompletableFuture<?> flight(long number, String id) {
    return flights.computeIfAbsent(
            number, absent -> new Flight(ticker.nanos(), checkOnce.apply(id).toCompletableFuture()))
        .over;
  }
}
