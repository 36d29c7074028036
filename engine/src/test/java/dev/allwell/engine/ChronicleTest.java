package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.history.Retention;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChronicleTest {
  private static final Instant T0 = Examples.T0;

  private final BoardRig rig = new BoardRig(InstantSource.fixed(T0));
  private final AtomicLong nanos = new AtomicLong();
  private final LateLedger ledger = new LateLedger();
  private final LateSamples samples = new LateSamples();
  private final Chronicle chronicle =
      new Chronicle(rig.board(), ledger, samples, nanos::get, Duration.ofSeconds(2));

  @AfterEach
  void close() {
    rig.close();
  }

  private Registration known() {
    var service = Examples.registration(1, "a").service();
    rig.add(List.of(service));
    var known = rig.registry().roster().byId("a").orElseThrow();
    ledger.record(List.of(new Ledger.Entry.Put(known)));
    return known;
  }

  /// A check as a lane handles it: board, ledger, samples.
  private void check(Registration known, Reason reason, Instant at, Instant opened) {
    long number = known.number();
    var sample = new Sample(at.toEpochMilli(), 1000, reason, 200, 1);
    var standing = reason.health().good() ? Standing.UPTIME : Standing.DOWNTIME;
    var verdict = new Verdict(reason.health(), reason, standing, opened, opened);
    var state = new State(verdict, ledger.tally.with(sample), null);
    ledger.tally = state.tally();
    rig.post("a", state);
    ledger.turn(new Ledger.Turn(number, verdict, state, true));
    samples.append(number, sample);
  }

  @Test
  void anEventIsNotShownBeforeItsTick() {
    var known = known();
    check(known, Reason.OK, T0, T0);
    check(known, Reason.RESET, T0.plusSeconds(1), T0.plusSeconds(1));
    samples.hideNewestFor(3);

    var account = chronicle.reading().account(known);
    assertThat(account.tally().ticks()).isEqualTo(2);
    assertThat(account.newest()).map(Stretch::standing).contains(Standing.DOWNTIME);

    samples.hideNewestFor(3);
    assertThat(chronicle.reading().accounts(List.of(known))).containsExactly(account);
  }

  @Test
  void aTickIsNotShownBeforeItsEvent() {
    var known = known();
    check(known, Reason.OK, T0, T0);
    check(known, Reason.RESET, T0.plusSeconds(1), T0.plusSeconds(1));
    ledger.hideNewestFor(3);

    var account = chronicle.reading().account(known);
    assertThat(account.tally().ticks()).isEqualTo(2);
    assertThat(account.newest()).map(Stretch::standing).contains(Standing.DOWNTIME);

    ledger.hideNewestFor(3);
    assertThat(chronicle.reading().accounts(List.of(known))).containsExactly(account);
  }

  @Test
  void whileAStoreStallsWhatIsDurableIsShownInTheEnd() {
    var known = known();
    check(known, Reason.OK, T0, T0);
    check(known, Reason.RESET, T0.plusSeconds(1), T0.plusSeconds(1));
    samples.hideNewestFor(Integer.MAX_VALUE);
    samples.atEachLook = () -> nanos.addAndGet(Duration.ofMillis(500).toNanos());

    var account = chronicle.reading().account(known);
    assertThat(account.tally().ticks()).isEqualTo(1);
    assertThat(account.newest()).map(Stretch::standing).contains(Standing.DOWNTIME);
  }

  @Test
  void anEventFromBeforeAStepBackOfTheClockIsNotWaitedFor() {
    var known = known();
    var beforeTheStep = T0.plusSeconds(3600);
    check(known, Reason.OK, T0, beforeTheStep);

    assertThat(chronicle.reading().account(known).newest())
        .map(Stretch::started)
        .contains(beforeTheStep);
    assertThat(samples.looks).isEqualTo(1);
  }

  @Test
  void aServiceThatWasNeverCheckedHasNothing() {
    var known = known();
    var account = chronicle.reading().account(known);
    assertThat(account).isEqualTo(new Chronicle.Account(known, Tally.EMPTY, null));
    assertThat(account.registration().service().name()).isEqualTo("a");
    assertThat(rig.board().byId("a")).map(BoardEntry::health).contains(Health.UNKNOWN);
    assertThat(chronicle.reading().accounts(List.of())).isEmpty();
  }

  /// A ledger whose newest stretch becomes durable late, and which says so.
  private static final class LateLedger extends Forwarding {
    private Tally tally = Tally.EMPTY;
    private int hiddenLooks;

    void hideNewestFor(int looks) {
      hiddenLooks = looks;
    }

    @Override
    public boolean awaits(long number) {
      return hiddenLooks-- > 0;
    }

    @Override
    public List<Stretch> stretches(long number, int limit) {
      var all = super.stretches(number, 1 + limit);
      return hiddenLooks > 0 ? all.subList(1, all.size()) : all.subList(0, limit(all, limit));
    }

    private static int limit(List<Stretch> all, int limit) {
      return Math.min(all.size(), limit);
    }
  }

  /// A ledger in memory.
  private static class Forwarding implements Ledger {
    private final MemoryLedger memory = new MemoryLedger();

    @Override
    public Book load() {
      return new Book(List.of(), Map.of(), 1);
    }

    @Override
    public void record(List<Entry> entries) {
      memory.record(entries);
    }

    @Override
    public void turn(Turn turn) {
      memory.turn(turn);
    }

    @Override
    public List<Stretch> stretches(long number, int limit) {
      return memory.stretches(number, limit);
    }

    @Override
    public void close() {}
  }

  /// Samples whose newest tick becomes durable late.
  private static final class LateSamples implements Samples {
    private Tally before = Tally.EMPTY;
    private Tally now = Tally.EMPTY;
    private int hiddenLooks;
    private int looks;
    private Runnable atEachLook = () -> {};

    void hideNewestFor(int looks) {
      hiddenLooks = looks;
    }

    @Override
    public Optional<Tally> tally(long number) {
      looks++;
      atEachLook.run();
      var seen = hiddenLooks-- > 0 ? before : now;
      return seen.ticks() == 0 ? Optional.empty() : Optional.of(seen);
    }

    @Override
    public void append(long number, Sample sample) {
      before = now;
      now = now.with(sample);
    }

    @Override
    public Map<Long, Tally> load() {
      return Map.of();
    }

    @Override
    public List<Sample> read(long number, Instant from, Instant to, int limit, Order order) {
      return List.of();
    }

    @Override
    public List<Segment> segments(long number, Span span, Instant from, Instant to) {
      return List.of();
    }

    @Override
    public Retention retention() {
      return Retention.EVERYTHING;
    }

    @Override
    public void forget(long number) {}

    @Override
    public long dropped() {
      return 0;
    }

    @Override
    public int queued() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
