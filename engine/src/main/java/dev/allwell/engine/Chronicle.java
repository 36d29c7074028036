package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is remembered of services, read so that the tick, the counters and the event of one check
/// are seen together.
///
/// Ledger and samples commit on their own: an event is durable at once, its tick within half a
/// second. A reader who would see one without the other waits for the slower of both, and no longer
/// than two seconds in an answer: while a store stalls, what is durable is shown. Every method
/// blocks: not for event loops.
public final class Chronicle {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Board board;
  private final Ledger ledger;
  private final Samples samples;
  private final Ticker ticker;
  private final Duration patience;

  public Chronicle(Board board, Ledger ledger, Samples samples, Ticker ticker) {
    this(board, ledger, samples, ticker, PATIENCE);
  }

  Chronicle(Board board, Ledger ledger, Samples samples, Ticker ticker, Duration patience) {
    this.board = board;
    this.ledger = ledger;
    this.samples = samples;
    this.ticker = ticker;
    this.patience = patience;
  }

  /// One service's counters and newest stretch, as of the same check.
  ///
  /// @param newestOrNull null before the first
  public record Account(Registration registration, Tally tally, @Nullable Stretch newestOrNull) {
    /// The stretch that is open, or would be.
    public Optional<Stretch> newest() {
      return Optional.ofNullable(newestOrNull);
    }
  }

  /// Begins an answer: all that is read for it shares one patience.
  public Reading reading() {
    return new Reading(ticker.nanos() + patience.toNanos());
  }

  /// What is read for one answer. One thread.
  public final class Reading {
    private final long deadlineNanos;

    private Reading(long deadlineNanos) {
      this.deadlineNanos = deadlineNanos;
    }

    /// Where a service stands. Whatever is read of its ticks and stretches after this holds all
    /// that the account counts.
    ///
    /// @throws LedgerException when it cannot be read
    public Account account(Registration registration) {
      while (true) {
        boolean late = ticker.nanos() - deadlineNanos >= 0;
        long number = registration.number();
        var tally = tally(number);
        if (late || !ledger.awaits(number)) {
          var newest = ledger.stretches(number, 1);
          var account =
              new Account(registration, tally, newest.isEmpty() ? null : newest.getFirst());
          if (late || inStep(account)) {
            return account;
          }
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw new LedgerException("interrupted while waiting for the store");
        }
      }
    }

    /// Where services stand that lie beside one another in the order of their numbers, ascending.
    ///
    /// @throws LedgerException when they cannot be read
    public List<Account> accounts(List<Registration> ascending) {
      var tallies = ascending.stream().map(known -> tally(known.number())).toList();
      var waiting = ascending.stream().map(known -> ledger.awaits(known.number())).toList();
      var newest = ledger.newest(ascending.stream().map(Registration::number).toList());
      return IntStream.range(0, ascending.size())
          .mapToObj(i -> {
            var registration = ascending.get(i);
            var account =
                new Account(registration, tallies.get(i), newest.get(registration.number()));
            return !waiting.get(i) && inStep(account) ? account : account(registration);
          })
          .toList();
    }

    /// A page of the stretches, newest first.
    public Ledger.StretchPage page(long number, long skip, int limit) {
      return ledger.page(number, skip, limit);
    }

    /// The stretches below another, newest first, at most so many.
    public List<Stretch> stretches(long number, long below, int limit) {
      return ledger.stretches(number, Instant.MIN, Instant.MAX, below, limit);
    }

    /// A page of the ticks that count, newest first.
    public Samples.TickPage ticks(long number, long skip, int limit) {
      return samples.page(number, skip, limit);
    }
  }

  private Tally tally(long number) {
    return samples.tally(number).orElse(Tally.EMPTY);
  }

  /// Whether the tick that began the newest stretch is among those counted. By its time; when the
  /// wall clock was stepped back, by there being no tick on the board that is not counted yet.
  private boolean inStep(Account account) {
    var newest = account.newestOrNull();
    if (newest == null) {
      return true;
    }
    var latest = account.tally().latestOrNull();
    return (latest != null && newest.started().toEpochMilli() <= latest.atMillis())
        || millis(latest) == onBoard(account.registration());
  }

  private long onBoard(Registration registration) {
    return board
        .byId(registration.id())
        .filter(entry -> entry.registration().number() == registration.number())
        .map(BoardEntry::state)
        .map(State::tally)
        .map(Tally::latestOrNull)
        .map(Sample::atMillis)
        .orElse(Long.MIN_VALUE);
  }

  private static long millis(@Nullable Sample sampleOrNull) {
    return sampleOrNull == null ? Long.MIN_VALUE : sampleOrNull.atMillis();
  }
}
