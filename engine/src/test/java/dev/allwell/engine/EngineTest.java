package dev.allwell.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.history.Retention;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Categories;
import dev.allwell.model.Change;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The wired engine: what is remembered, and what passes from one end to the other.
class EngineTest {
  private final Tls tls = Tls.create(List.of());
  private final Map<Long, Tally> remembered = new ConcurrentHashMap<>();
  private Ledger.Book book = new Ledger.Book(List.of(), Map.of(), 1);

  @AfterEach
  void close() {
    tls.close();
  }

  private Engine start() {
    var egress = new Egress.Settings(Transport.best(), tls, List.of());
    var ports =
        new Engine.Ports(
            new Remembering(), new Counting(), new Guard(new OwnListeners()), egress, List.of());
    return Engine.start(ports, Engine.Clocks.SYSTEM, 100);
  }

  private final class Remembering implements Ledger {
    @Override
    public Book load() {
      return book;
    }

    @Override
    public void record(List<Entry> entries) {}

    @Override
    public void turn(Turn turn) {}

    @Override
    public List<Stretch> stretches(long number, int limit) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private final class Counting implements Samples {
    @Override
    public Map<Long, Tally> load() {
      return Map.copyOf(remembered);
    }

    @Override
    public void append(long number, Sample sample) {
      remembered.merge(number, Tally.EMPTY.with(sample), (before, first) -> before.with(sample));
    }

    @Override
    public List<Sample> read(long number, Instant from, Instant to, int limit, Order order) {
      return List.of();
    }

    @Override
    public Optional<Tally> tally(long number) {
      return Optional.ofNullable(remembered.get(number));
    }

    @Override
    public List<Segment> segments(long number, Span span, Instant from, Instant to) {
      return List.of();
    }

    @Override
    public Retention retention() {
      return Retention.DEFAULT;
    }

    @Override
    public void forget(long number) {
      remembered.remove(number);
    }

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

  private static Tally tally(Instant at) {
    return Tally.EMPTY.with(new Sample(at.toEpochMilli(), 1000, Reason.OK, 200, 1));
  }

  private static State up() {
    var verdict = new Verdict(Health.HEALTHY, Reason.OK, Standing.UPTIME, Given.NOON, Given.NOON);
    return new State(verdict, Tally.EMPTY, null);
  }

  private static Registration slow(long number, String id) {
    return Given.registration(
        number, Given.service(id, Given.schedule(86_400), Given.thresholds(1, 1)));
  }

  @Test
  void whatWasRememberedIsOnTheBoardAsOldAsItIs() {
    book = new Ledger.Book(List.of(slow(1, "a"), slow(2, "b")), Map.of(1L, up(), 2L, up()), 3);
    remembered.put(1L, tally(Instant.now()));
    remembered.put(2L, tally(Instant.now().minusSeconds(1_000_000)));
    try (var engine = start()) {
      assertThat(engine.byName("a").orElseThrow().health()).isEqualTo(Health.HEALTHY);
      assertThat(engine.byName("b").orElseThrow().health()).isEqualTo(Health.UNKNOWN);
      assertThat(engine.byName("b").orElseThrow().state().tally().ticks()).isEqualTo(1);
    }
  }

  @Test
  void whatAServiceToldOfHowBadItIsOutlastsARestart() {
    var verdict =
        new Verdict(
            Health.UNHEALTHY, Reason.REPORTED_FAILING, Standing.DOWNTIME, Given.NOON, Given.NOON);
    var told = new State(verdict, Tally.EMPTY, null, null, "", 1);
    book = new Ledger.Book(List.of(slow(1, "a")), Map.of(1L, told), 2);
    remembered.put(1L, tally(Instant.now()));
    try (var engine = start()) {
      assertThat(engine.byName("a").orElseThrow().severity()).isEqualTo(1);
    }
  }

  @Test
  void ticksOfARemovedServiceAreForgotten() {
    book = new Ledger.Book(List.of(slow(1, "a")), Map.of(), 8);
    remembered.put(7L, tally(Given.NOON));
    start().close();
    assertThat(remembered).doesNotContainKey(7L);
  }

  @Test
  void ticksAreKeptWhenDamageMayBeWhyTheirServiceIsMissing() {
    book = new Ledger.Book(List.of(slow(1, "a")), Categories.NONE, Map.of(), 8, false);
    remembered.put(7L, tally(Given.NOON));
    start().close();
    assertThat(remembered).containsKey(7L);
  }

  @Test
  void ticksThatTheLedgerKnowsNothingOfYetAreKept() {
    book = new Ledger.Book(List.of(), Map.of(), 3);
    remembered.put(7L, tally(Given.NOON));
    start().close();
    assertThat(remembered).containsKey(7L);
  }

  @Test
  void aServiceIsCheckedJudgedAndRemoved() throws Exception {
    try (var engine = start()) {
      var put = new Change.Put(Given.service("a"));
      engine.registry().submit(List.of(put)).toCompletableFuture().get(10, SECONDS);
      var entry = engine.checkNow("a").toCompletableFuture().get(30, SECONDS).orElseThrow();
      assertThat(entry.health()).isEqualTo(Health.DEAD);
      assertThat(entry.state().tally().latest().orElseThrow().reason())
          .isEqualTo(Reason.CONNECT_REFUSED);
      var remove = new Change.Remove("a", Source.API);
      engine.registry().submit(List.of(remove)).toCompletableFuture().get(10, SECONDS);
      assertThat(engine.checkNow("a").toCompletableFuture().get(10, SECONDS)).isEmpty();
      assertThat(engine.supervisor().tree())
          .extracting(Supervisor.Standing::name)
          .contains("registry", "lane/0", "sweeper");
    }
  }

  @Test
  void nobodyWaitsForEverAfterTheEnd() throws Exception {
    var engine = start();
    var put = new Change.Put(Given.service("a"));
    engine.registry().submit(List.of(put)).toCompletableFuture().get(10, SECONDS);
    engine.close();
    assertThat(engine.checkNow("a").toCompletableFuture()).succeedsWithin(10, SECONDS);
    assertThat(engine.registry().submit(List.of(put)).toCompletableFuture())
        .failsWithin(10, SECONDS);
  }
}
