package dev.allwell.engine;

import static dev.allwell.engine.Examples.T0;
import static dev.allwell.engine.Examples.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.Ledger.Turn;
import dev.allwell.engine.Receipt.Result;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Handling;
import dev.allwell.model.Health;
import dev.allwell.model.Permit;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Report;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.SwitchedOff;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [Ledger] keeps to; an implementation is a subclass of ten lines.
public abstract class LedgerContract {
  private Ledger ledger = new MemoryLedger();

  /// A ledger that remembers nothing yet.
  protected abstract Ledger create() throws Exception;

  /// Closes the ledger and opens what it left; one that has no second life returns itself.
  protected abstract Ledger reopen(Ledger ledger) throws Exception;

  /// Runs `turns` while nothing can be written, where that is possible.
  protected abstract void whileItStalls(Ledger ledger, Runnable turns) throws Exception;

  @BeforeEach
  void open() throws Exception {
    ledger = create();
    assertThat(ledger.load()).isEqualTo(new Ledger.Book(List.of(), Map.of(), 1));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Nested
  class Definitions {
    @ParameterizedTest
    @MethodSource("dev.allwell.engine.Examples#services")
    void everyFieldOfEveryKindOfCheckComesBack(Service service) throws Exception {
      var registered = new Registration(7, service, T0.plusNanos(1), T0.plusSeconds(9));
      ledger.record(List.of(new Entry.Put(registered)));
      assertThat(again().registrations()).containsExactly(registered);
    }

    @Test
    void aChangedServiceKeepsItsNumberAndStandsOnce() throws Exception {
      var first = registration(1, "a");
      var changed =
          new Registration(1, registration(1, "b").service(), T0, T0.plus(Duration.ofDays(1)));
      ledger.record(List.of(new Entry.Put(first)));
      ledger.record(List.of(new Entry.Put(changed)));
      assertThat(again().registrations()).containsExactly(changed);
    }

    @Test
    void aPauseIsRememberedAndTakenBack() throws Exception {
      var service = registration(1, "a").service();
      var paused = new Registration(1, service, T0, T0, Handling.of(true, false));
      ledger.record(List.of(new Entry.Put(paused)));
      assertThat(again().registrations()).containsExactly(paused);
      var resumed = new Registration(1, service, T0, T0);
      ledger.record(List.of(new Entry.Put(resumed)));
      assertThat(again().registrations()).containsExactly(resumed);
    }

    @Test
    void whetherAServiceRegisteredItselfIsRememberedAndTakenBack() throws Exception {
      var service = registration(1, "a").service();
      var registered = new Registration(1, service, T0, T0, Handling.of(false, true));
      ledger.record(List.of(new Entry.Put(registered)));
      assertThat(again().registrations()).containsExactly(registered);
      var both = registered.handled(Handling.of(true, true));
      ledger.record(List.of(new Entry.Put(both)));
      assertThat(again().registrations()).containsExactly(both);
      var stated = new Registration(1, service, T0, T0, Handling.of(true, false));
      ledger.record(List.of(new Entry.Put(stated)));
      assertThat(again().registrations()).containsExactly(stated);
    }

    @Test
    void anAckIsRememberedWithAllThatItSaysAndTakenBack() throws Exception {
      var service = registration(1, "a").service();
      var plain = new Registration(1, service, T0, T0, Handling.of(true, true));
      for (var ack :
          List.of(
              new Ack("known – see #12 ✓", "änn", T0.plusNanos(1), null),
              new Ack("for a while", "bob", T0, T0.plusSeconds(60)))) {
        var acked = plain.handled(plain.handling().acked(ack));
        ledger.record(List.of(new Entry.Put(acked)));
        assertThat(again().registrations()).containsExactly(acked);
      }
      ledger.record(List.of(new Entry.Put(plain)));
      assertThat(again().registrations()).containsExactly(plain);
    }

    @Test
    void categoriesAndWhatWasSaidOfTheWholeAreRememberedAsTheyLastWere() throws Exception {
      var first =
          Categories.NONE
              .with(new Category("read", Source.FILE, Duration.ofMillis(1500), true, true, false))
              .with(new Category("read", Source.API, null, false, false, true))
              .with(new Category("größe · 2", Source.ETCD, null, false, true, true))
              .tripped("größe · 2", T0.plusNanos(3))
              .off("read", new SwitchedOff(T0, "ann"))
              .acked(Source.API, new Ack("known", "ann", T0, T0.plusSeconds(60)))
              .acked(Source.FILE, new Ack("rebuilt", "file", T0, null));
      ledger.record(List.of(new Entry.Sorted(first)));
      assertThat(again().categories()).isEqualTo(first);

      var second = first.without("read", Source.FILE).mended("größe · 2").unacked(Source.API);
      ledger.record(List.of(new Entry.Put(registration(1, "a")), new Entry.Sorted(second)));
      assertThat(again().categories()).isEqualTo(second);

      ledger.record(List.of(new Entry.Sorted(Categories.NONE)));
      assertThat(again().categories()).isEqualTo(Categories.NONE);
      assertThat(again().registrations()).hasSize(1);
    }

    @Test
    void whoMayTouchWhomIsTheSameAfterARestart() throws Exception {
      Permit registeredOnes = known -> known.registered() ? Optional.empty() : Optional.of("not");
      var first =
          List.of(
              new Change.Register(Given.service("mine"), registeredOnes),
              new Change.Put(Given.service("stated")));
      assertThat(applied(first)).containsExactly(Result.ADDED, Result.ADDED);
      again();
      var second =
          List.of(
              new Change.Deregister("stated", registeredOnes),
              new Change.Register(Given.inGroups("stated", "g"), registeredOnes),
              new Change.Register(Given.inGroups("mine", "g"), registeredOnes),
              new Change.Deregister("mine", registeredOnes));
      assertThat(applied(second))
          .containsExactly(Result.CONFLICT, Result.CONFLICT, Result.CHANGED, Result.REMOVED);
    }

    private List<Result> applied(List<? extends Change> changes) {
      var book = ledger.load();
      var batch = new Batch(Roster.of(book), book.nextNumber(), T0);
      var receipts = batch.apply(List.copyOf(changes));
      ledger.record(batch.entries());
      return receipts.stream().map(Receipt::result).toList();
    }

    @Test
    void whatWasRecordedAndRemovedReadsAsIntact() throws Exception {
      ledger.record(
          List.of(
              new Entry.Put(registration(1, "a")),
              new Entry.Put(registration(2, "b")),
              new Entry.Removed(2)));
      var book = again();
      assertThat(book.registrations()).containsExactly(registration(1, "a"));
      assertThat(book.intact()).isTrue();
    }

    @Test
    void aNumberIsNeverGivenTwiceEvenWhenTheNewestServiceIsGone() throws Exception {
      ledger.record(List.of(new Entry.Put(registration(41, "a"))));
      assertThat(again().nextNumber()).isEqualTo(42);
      ledger.record(List.of(new Entry.Removed(41)));
      assertThat(again().nextNumber()).isEqualTo(42);
      assertThat(again().registrations()).isEmpty();
    }

    @Test
    void aNumberIsNeverGivenTwiceEvenWhenItCameAndWentInOneCommit() throws Exception {
      ledger.record(List.of(new Entry.Put(registration(8, "a")), new Entry.Removed(8)));
      assertThat(again()).isEqualTo(new Ledger.Book(List.of(), Map.of(), 9));
    }

    @Test
    void aBigBatchIsOneCommit() throws Exception {
      var entries =
          LongStream.rangeClosed(1, 3000)
              .<Entry>mapToObj(number -> new Entry.Put(registration(number, "s" + number)))
              .toList();
      ledger.record(entries);
      assertThat(again().registrations()).hasSize(3000);
      assertThat(again().nextNumber()).isEqualTo(3001);
    }

    @Test
    void nothingToRecordIsNoTrouble() throws Exception {
      ledger.record(List.of());
      assertThat(again().registrations()).isEmpty();
    }
  }

  @Nested
  class Turns {
    @BeforeEach
    void someServices() {
      ledger.record(
          List.of(new Entry.Put(registration(1, "a")), new Entry.Put(registration(2, "b"))));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void theVerdictIsRememberedWhateverItsReason(Reason reason) throws Exception {
      var health = reason.health();
      ledger.turn(turn(1, new Verdict(health, reason, Standing.NONE, T0.plusNanos(3), null), null));
      assertThat(again().verdicts())
          .isEqualTo(
              Map.of(1L, state(new Verdict(health, reason, Standing.NONE, T0.plusNanos(3), null))));
    }

    @Test
    void theReportOfTheLastTurnIsRememberedWithoutTheTally() throws Exception {
      var report = Report.of(12, 400, 3, Map.of("zone", "eu \"1\"\n", "e", "é\u0000☃"));
      var verdict = down(Reason.TIMEOUT_CONNECT, 5);
      var tally = new Tally(9, 8, 1.5, -1, 0b110, null);
      ledger.turn(new Turn(1, verdict, new State(verdict, tally, report), true));
      assertThat(again().verdicts())
          .containsExactly(Map.entry(1L, new State(verdict, Tally.EMPTY, report)));
    }

    @Test
    void theSeverityThatTheLastTurnToldIsRemembered() throws Exception {
      var verdict = down(Reason.REPORTED_FAILING, 5);
      for (int severity : List.of(3, 1, 0)) {
        var told = new State(verdict, Tally.EMPTY, null, null, "the database is gone", severity);
        ledger.turn(new Turn(1, verdict, told, false));
        assertThat(again().verdicts())
            .containsExactly(
                Map.entry(1L, new State(verdict, Tally.EMPTY, null, null, "", severity)));
      }
    }

    @Test
    void theOpenStretchEndsAtTheInstantAtWhichTheNextBegins() throws Exception {
      begin(1, up(0));
      begin(1, down(Reason.RESET, 10));
      begin(1, up(20));
      again();
      assertThat(ledger.stretches(1, 10))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("number")
          .containsExactly(
              stretch(Standing.UPTIME, Reason.OK, 20, null),
              stretch(Standing.DOWNTIME, Reason.RESET, 10, 20L),
              stretch(Standing.UPTIME, Reason.OK, 0, 10L));
      assertThat(ledger.stretches(1, 10)).extracting(Stretch::number).isSortedAccordingTo(DOWNWARD);
      assertThat(ledger.stretches(1, 2)).hasSize(2);
      assertThat(ledger.stretches(2, 10)).isEmpty();
    }

    /// 100 stretches of ten seconds each, and the last one open.
    @Test
    void stretchesOfARangeAreThoseThatWereUnderWayInIt() throws Exception {
      for (int i = 0; i < 100; i += 2) {
        begin(1, up(i * 10L));
        begin(2, up(i * 10L));
        begin(1, down(Reason.RESET, i * 10L + 10));
        begin(2, down(Reason.RESET, i * 10L + 10));
        awaitStretches(i + 2);
      }
      var all = ledger.stretches(1, 1000);
      assertThat(all).hasSize(100);
      assertThat(range(at(0), at(10_000))).isEqualTo(all);
      assertThat(range(Instant.MIN, Instant.MAX)).isEqualTo(all);
      assertThat(range(at(500), at(530))).isEqualTo(all.subList(47, 50));
      assertThat(range(at(501), at(502))).isEqualTo(all.subList(49, 50));
      assertThat(range(at(2000), at(3000))).as("the open one").isEqualTo(all.subList(0, 1));
      assertThat(range(at(-20), at(0))).isEmpty();
      assertThat(ledger.stretches(1, at(0), at(700), all.get(40).number(), 5))
          .as("the next page")
          .isEqualTo(all.subList(41, 46));
      assertThat(ledger.stretches(1, at(0), at(20), all.get(40).number(), 5))
          .isEqualTo(all.subList(98, 100));
      assertThat(ledger.stretches(3, at(0), at(700), Long.MAX_VALUE, 5)).isEmpty();
    }

    private void awaitStretches(int count) {
      long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (ledger.stretches(1, 1000).size() + ledger.stretches(2, 1000).size() < 2 * count) {
        assertThat(System.nanoTime()).as("a turn is durable soon").isLessThan(giveUp);
        LockSupport.parkNanos(200_000);
      }
    }

    private List<Stretch> range(Instant from, Instant to) {
      return ledger.stretches(1, from, to, Long.MAX_VALUE, 1000);
    }

    @Test
    void stretchesAreReadByPagesAndPieceByPiece() throws Exception {
      for (int i = 0; i < 25; i++) {
        begin(1, i % 2 == 0 ? up(i) : down(Reason.RESET, i));
        begin(2, up(i));
        settled(1); // what waits together coalesces
      }
      again();
      var all = ledger.stretches(1, 100);
      assertThat(all).hasSize(25);
      assertThat(ledger.page(1, 0, 10)).isEqualTo(new Ledger.StretchPage(all.subList(0, 10), 25));
      assertThat(ledger.page(1, 20, 10)).isEqualTo(new Ledger.StretchPage(all.subList(20, 25), 25));
      assertThat(ledger.page(1, 25, 10)).isEqualTo(new Ledger.StretchPage(List.of(), 25));
      assertThat(ledger.page(3, 0, 10)).isEqualTo(new Ledger.StretchPage(List.of(), 0));
      assertThat(ledger.stretches(1, Instant.MIN, Instant.MAX, Long.MAX_VALUE, 10))
          .isEqualTo(all.subList(0, 10));
      assertThat(ledger.stretches(1, Instant.MIN, Instant.MAX, all.get(9).number(), 10))
          .isEqualTo(all.subList(10, 20));
      assertThat(ledger.stretches(1, Instant.MIN, Instant.MAX, all.getLast().number(), 10))
          .isEmpty();
    }

    @Test
    void theNewestStretchOfManyIsReadAtOnce() throws Exception {
      ledger.record(List.of(new Entry.Put(registration(5, "c"))));
      begin(1, up(0));
      begin(1, down(Reason.RESET, 10));
      begin(2, up(4));
      again();
      assertThat(ledger.newest(List.of(1L, 2L, 5L)))
          .isEqualTo(
              Map.of(1L, ledger.stretches(1, 1).getFirst(), 2L, ledger.stretches(2, 1).getFirst()));
      assertThat(ledger.newest(List.of(2L)).keySet()).containsExactly(2L);
      assertThat(ledger.newest(List.of())).isEmpty();
    }

    @Test
    void aTurnIsAwaitedUntilItIsDurable() throws Exception {
      assertThat(ledger.awaits(1)).isFalse();
      whileItStalls(ledger, () -> begin(1, up(0)));
      settled(1);
      assertThat(ledger.stretches(1, 5)).hasSize(1);
      assertThat(ledger.awaits(2)).isFalse();
    }

    @Test
    void aRestartDoesNotCloseAnOpenStretch() throws Exception {
      begin(1, up(0));
      begin(1, down(Reason.DNS_FAILED, 60));
      again();
      var before = ledger.stretches(1, 10);
      again();
      assertThat(ledger.stretches(1, 10)).isEqualTo(before);
      assertThat(before.getFirst().ended()).isEmpty();
      begin(1, up(90));
      again();
      assertThat(ledger.stretches(1, 10))
          .extracting(Stretch::ended)
          .map(ended -> ended.orElse(null))
          .containsExactly(null, at(90), at(60));
    }

    @Test
    void aTurnInsideAStretchChangesTheVerdictAlone() throws Exception {
      var dead = down(Reason.CONNECT_REFUSED, 10);
      begin(1, dead);
      var unhealthy =
          new Verdict(
              Health.UNHEALTHY, Reason.UNEXPECTED_STATUS, Standing.DOWNTIME, at(15), at(10));
      ledger.turn(turn(1, unhealthy, null));
      assertThat(again().verdicts()).isEqualTo(Map.of(1L, state(unhealthy)));
      assertThat(ledger.stretches(1, 5))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("number")
          .containsExactly(stretch(Standing.DOWNTIME, Reason.CONNECT_REFUSED, 10, null));
    }

    @Test
    void aTurnOfAServiceThatIsNotRecordedIsForgotten() throws Exception {
      begin(2, up(1));
      again();
      ledger.record(List.of(new Entry.Removed(2)));
      begin(2, down(Reason.RESET, 2));
      begin(99, up(3));
      assertThat(again().verdicts()).isEmpty();
      assertThat(ledger.stretches(99, 9)).isEmpty();
      assertThat(ledger.stretches(2, 9)).filteredOn(s -> s.started().equals(at(2))).isEmpty();
    }

    @Test
    void aStallLosesNoShortStory() throws Exception {
      whileItStalls(
          ledger,
          () -> {
            begin(1, up(0));
            begin(1, down(Reason.RESET, 10));
            begin(1, up(20));
            begin(2, down(Reason.TLS_FAILED, 5));
          });
      assertThat(again().verdicts())
          .isEqualTo(Map.of(1L, state(up(20)), 2L, state(down(Reason.TLS_FAILED, 5))));
      assertThat(ledger.stretches(1, 10)).hasSize(3);
      assertThat(ledger.stretches(2, 10)).hasSize(1);
    }

    @Test
    void aLongStoryDuringAStallNeverLooksBetterThanItWas() throws Exception {
      whileItStalls(
          ledger,
          () -> {
            for (int second = 0; second < 100; second += 2) {
              begin(1, down(Reason.RESET, second));
              begin(1, up(second + 1));
            }
          });
      assertThat(again().verdicts()).isEqualTo(Map.of(1L, state(up(99))));
      var newestFirst = new ArrayList<>(ledger.stretches(1, 1000));
      assertThat(newestFirst.size()).isGreaterThanOrEqualTo(2);
      assertThat(newestFirst.getFirst().started()).isEqualTo(at(99));
      assertThat(newestFirst.getLast().started()).isEqualTo(at(0));
      for (int i = 1; i < newestFirst.size(); i++) {
        assertThat(newestFirst.get(i).ended()).contains(newestFirst.get(i - 1).started());
        assertThat(newestFirst.get(i).standing()).isNotEqualTo(newestFirst.get(i - 1).standing());
      }
      assertThat(newestFirst)
          .filteredOn(s -> s.standing() == Standing.UPTIME)
          .filteredOn(s -> s.ended().isPresent())
          .allMatch(s -> Duration.between(s.started(), s.ended().orElseThrow()).toSeconds() <= 1);
    }

    @Test
    void closingWritesWhatWaits() throws Exception {
      begin(1, up(3));
      assertThat(again().verdicts()).isEqualTo(Map.of(1L, state(up(3))));
    }
  }

  @Test
  void aTurnThatBeginsNothingCannotBeMade() {
    assertThatThrownBy(() -> new Turn(1, Verdict.NONE, State.NEW, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final Comparator<Long> DOWNWARD = Comparator.reverseOrder();

  /// What is remembered in a second life; closing wrote what waited.
  private Ledger.Book again() throws Exception {
    ledger = reopen(ledger);
    return ledger.load();
  }

  private void begin(long number, Verdict verdict) {
    ledger.turn(new Turn(number, verdict, state(verdict), true));
  }

  private void settled(long number) {
    long giveUp = System.nanoTime() + 30_000_000_000L;
    while (ledger.awaits(number)) {
      assertThat(System.nanoTime()).as("a turn becomes durable").isLessThan(giveUp);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static Turn turn(long number, Verdict verdict, @Nullable Report report) {
    return new Turn(number, verdict, new State(verdict, Tally.EMPTY, report), false);
  }

  private static State state(Verdict verdict) {
    return new State(verdict, Tally.EMPTY, null);
  }

  private static Verdict up(long second) {
    return new Verdict(Health.HEALTHY, Reason.OK, Standing.UPTIME, at(second), at(second));
  }

  private static Verdict down(Reason reason, long second) {
    return new Verdict(reason.health(), reason, Standing.DOWNTIME, at(second), at(second));
  }

  private static Stretch stretch(
      Standing standing, Reason reason, long from, @Nullable Long toOrNull) {
    return new Stretch(0, standing, reason, at(from), toOrNull == null ? null : at(toOrNull));
  }

  private static Instant at(long second) {
    return T0.plusSeconds(second).plusNanos(1);
  }
}
