package dev.allwell.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
  private final TurnedClock clock = new TurnedClock();
  private final PaperLedger ledger = new PaperLedger();
  private final List<Difference> differences = new CopyOnWriteArrayList<>();
  private final Registry registry =
      new Registry(ledger, Registry.Remembered.of(ledger.load()), clock, differences::add);
  private final Thread thread = Thread.ofPlatform().unstarted(this::runRegistry);

  /// Commits to a list; can be told to fail, or to take its time.
  private static final class PaperLedger implements Ledger {
    private final List<List<Entry>> commits = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean full;

    @Override
    public Book load() {
      return new Book(List.of(), Map.of(), 1);
    }

    @Override
    public void record(List<Entry> entries) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LedgerException("interrupted", e);
      }
      if (full) {
        throw new LedgerException("the disk is full");
      }
      commits.add(List.copyOf(entries));
    }

    @Override
    public void turn(Turn turn) {}

    @Override
    public List<Stretch> stretches(long number, int limit) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private void runRegistry() {
    try {
      registry.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeEach
  void start() {
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private CompletionStage<List<Receipt>> submit(Change... changes) {
    return registry.submit(List.of(changes));
  }

  private static <T> T now(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, SECONDS);
  }

  private Receipt.Result put(Service service) throws Exception {
    return now(submit(new Change.Put(service))).getFirst().result();
  }

  private static Service named(String id, String name, Source source) {
    var plain = Given.service(id);
    return new Service(
        new Identity(id, name, plain.url()),
        source,
        plain.check(),
        plain.schedule(),
        plain.rules(),
        plain.labels());
  }

  @Test
  void aNewServiceIsRecordedFirstAndThenVisible() throws Exception {
    assertThat(put(Given.service("a"))).isEqualTo(Receipt.Result.ADDED);
    assertThat(ledger.commits).hasSize(1);
    assertThat(registry.roster().byId("a")).isPresent();
    assertThat(differences.getFirst().arrivals().getFirst().timing())
        .isEqualTo(Difference.Timing.NOW);
  }

  @Test
  void theSameStatementAgainWritesNothing() throws Exception {
    put(Given.service("a"));
    assertThat(put(Given.service("a"))).isEqualTo(Receipt.Result.UNCHANGED);
    assertThat(ledger.commits).hasSize(1);
    assertThat(differences).hasSize(1);
  }

  @Test
  void aChangedStatementKeepsItsNumberAndItsBirthday() throws Exception {
    put(Given.service("a"));
    var before = registry.roster().byId("a").orElseThrow();
    clock.advance(java.time.Duration.ofMinutes(1));
    assertThat(put(Given.inGroups("a", "g"))).isEqualTo(Receipt.Result.CHANGED);
    var after = registry.roster().byId("a").orElseThrow();
    assertThat(after.number()).isEqualTo(before.number());
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(after.updated()).isAfter(before.updated());
  }

  @Test
  void aNameBelongsToOneService() throws Exception {
    put(named("a", "checkout", Source.API));
    var receipt = now(submit(new Change.Put(named("b", "checkout", Source.API)))).getFirst();
    assertThat(receipt.result()).isEqualTo(Receipt.Result.CONFLICT);
    assertThat(receipt.message())
        .isEqualTo("name: \"checkout\" is already the name of the service with the id \"a\"");
    put(named("a", "till", Source.API));
    assertThat(put(named("b", "checkout", Source.API))).isEqualTo(Receipt.Result.ADDED);
    assertThat(registry.roster().byName("till").map(Registration::id)).contains("a");
  }

  @Test
  void anIdBelongsToOneSource() throws Exception {
    put(named("a", "a", Source.FILE));
    assertThat(put(named("a", "a", Source.API))).isEqualTo(Receipt.Result.CONFLICT);
    var removal = now(submit(new Change.Remove("a", Source.API))).getFirst();
    assertThat(removal.message())
        .isEqualTo("id: \"a\" is defined by the source file and can be removed there only");
  }

  @Test
  void aRemovedServiceIsGoneAndItsNumberIsNotUsedAgain() throws Exception {
    put(Given.service("a"));
    long number = registry.roster().byId("a").orElseThrow().number();
    assertThat(now(submit(new Change.Remove("a", Source.API))).getFirst())
        .isEqualTo(Receipt.REMOVED);
    assertThat(registry.roster().size()).isZero();
    put(Given.service("a"));
    assertThat(registry.roster().byId("a").orElseThrow().number()).isGreaterThan(number);
    assertThat(now(submit(new Change.Remove("b", Source.API))).getFirst())
        .isEqualTo(Receipt.NOT_FOUND);
  }

  @Test
  void whatWaitsTogetherSharesOneCommit() throws Exception {
    ledger.gate = new CountDownLatch(1);
    var stages = new ArrayList<CompletionStage<List<Receipt>>>();
    for (int i = 0; i < 300; i++) {
      stages.add(submit(new Change.Put(Given.service("s-" + i))));
    }
    ledger.gate.countDown();
    for (var stage : stages) {
      assertThat(now(stage).getFirst()).isEqualTo(Receipt.ADDED);
    }
    assertThat(ledger.commits.size()).isLessThanOrEqualTo(3);
    assertThat(registry.roster().size()).isEqualTo(300);
  }

  @ParameterizedTest
  @CsvSource({"8, NOW", "9, NEXT_BEAT"})
  void aFewTogetherAreCheckedAtOnceAndManyAreNot(int count, Difference.Timing timing)
      throws Exception {
    var puts = new Change[count];
    Arrays.setAll(puts, i -> new Change.Put(Given.service("s-" + i)));
    now(submit(puts));
    assertThat(differences.getFirst().arrivals())
        .hasSize(count)
        .allMatch(arrival -> arrival.timing() == timing);
  }

  @Test
  void whatTheLedgerCannotRecordDoesNotHappen() throws Exception {
    put(Given.service("a"));
    ledger.full = true;
    assertThatThrownBy(() -> put(Given.service("b")))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LedgerException.class)
        .hasMessageContaining("the disk is full");
    assertThat(registry.roster().byId("b")).isEmpty();
    assertThat(differences).hasSize(1);
    ledger.full = false;
    assertThat(put(Given.service("b"))).isEqualTo(Receipt.Result.ADDED);
  }

  @Test
  void moreThanMayWaitIsRefusedAtOnce() throws Exception {
    ledger.gate = new CountDownLatch(1);
    var stages = new ArrayList<CompletionStage<List<Receipt>>>();
    for (int i = 0; i < Registry.MOST_WAITING + 600; i++) {
      stages.add(submit(new Change.Put(Given.service("s-" + i))));
    }
    assertThat(stages.getLast().toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(1, SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(OverloadedException.class);
    ledger.gate.countDown();
    now(stages.getFirst());
  }

  @Test
  void anAdditionNeverReplacesAnybody() throws Exception {
    assertThat(now(submit(new Change.Add(Given.service("a")))).getFirst()).isEqualTo(Receipt.ADDED);
    var again = now(submit(new Change.Add(Given.inGroups("a", "g")))).getFirst();
    assertThat(again.result()).isEqualTo(Receipt.Result.CONFLICT);
    assertThat(registry.roster().byId("a").orElseThrow().service()).isEqualTo(Given.service("a"));
  }

  @Test
  void anAmendmentHoldsOnlyWhereWhatItWasMadeOfStillDoes() throws Exception {
    put(Given.service("a"));
    ledger.gate = new CountDownLatch(1);
    var first = submit(new Change.Amend(Given.service("a"), Given.inGroups("a", "first")));
    var second = submit(new Change.Amend(Given.service("a"), Given.inGroups("a", "second")));
    ledger.gate.countDown();

    assertThat(now(first).getFirst()).isEqualTo(Receipt.CHANGED);
    assertThat(now(second).getFirst())
        .isEqualTo(Receipt.conflict("id: \"a\" was changed meanwhile"));
    assertThat(registry.roster().byId("a").orElseThrow().service())
        .isEqualTo(Given.inGroups("a", "first"));
  }

  @Test
  void anAmendmentBringsNobodyBack() throws Exception {
    put(Given.service("a"));
    var removal = submit(new Change.Remove("a", Source.API));
    var amendment = submit(new Change.Amend(Given.service("a"), Given.inGroups("a", "g")));

    assertThat(now(removal).getFirst()).isEqualTo(Receipt.REMOVED);
    assertThat(now(amendment).getFirst())
        .isEqualTo(Receipt.gone("id: \"a\" was removed meanwhile"));
    assertThat(registry.roster().size()).isZero();
  }

  @Test
  void anAmendmentLeavesAPauseAsItIs() throws Exception {
    put(Given.service("a"));
    now(submit(new Change.Pause("a")));

    now(submit(new Change.Amend(Given.service("a"), Given.inGroups("a", "g"))));

    assertThat(registry.roster().byId("a").orElseThrow().paused()).isTrue();
  }

  @Test
  void anAmendmentOfAnotherServiceIsNone() {
    assertThatThrownBy(() -> new Change.Amend(Given.service("a"), Given.service("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("another service: b in the place of a");
  }

  @Test
  void newLabelsAloneAreNoReasonToCheckAtOnce() throws Exception {
    put(Given.service("a"));
    put(Given.inGroups("a", "g"));
    assertThat(differences.getLast().arrivals().getFirst().timing())
        .isEqualTo(Difference.Timing.AS_IT_WAS);
  }

  @Test
  void whoComesAfterTheEndIsRefused() throws Exception {
    thread.interrupt();
    thread.join();
    assertThat(submit(new Change.Put(Given.service("a"))).toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void aPauseRunsAlsoWhenNothingElseHappens() throws Exception {
    var seen = new CompletableFuture<Integer>();
    put(Given.service("a"));
    registry.between(roster -> seen.complete(roster.size()));
    assertThat(seen.get(10, SECONDS)).isEqualTo(1);
  }

  @Test
  void stoppingRefusesWhatStillWaits() throws Exception {
    ledger.gate = new CountDownLatch(1);
    var first = submit(new Change.Put(Given.service("a")));
    while (registry.queued() > 0) {
      Thread.onSpinWait();
    }
    var second = submit(new Change.Put(Given.service("b")));
    thread.interrupt();
    thread.join(10_000);
    assertThat(first.toCompletableFuture()).isCompletedExceptionally();
    assertThat(second.toCompletableFuture()).isCompletedExceptionally();
  }
}
