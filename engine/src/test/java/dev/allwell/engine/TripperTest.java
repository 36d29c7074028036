package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Health;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sticky categories over a board whose states the test puts up, with the registry and the tripper
/// on their own threads.
class TripperTest {
  private static final Instant NOW = Given.NOON;

  private final BoardRig rig = new BoardRig(InstantSource.fixed(NOW));
  private final Tripper tripper =
      new Tripper(rig.board(), Ticker.SYSTEM, InstantSource.fixed(NOW), Grouping.USUAL);

  @BeforeEach
  void start() {
    rig.supervisor()
        .supervise(
            "tripper", () -> Supervised.thread("tripper", () -> tripper.run(rig.registry())));
    await(tripper::watches);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void apply(Change... changes) {
    rig.registry().submit(List.of(changes)).toCompletableFuture().join();
  }

  private static Change sticky(String name, boolean resilient) {
    return new Change.PutCategory(new Category(name, Source.API, null, resilient, true, true));
  }

  private static Service service(String id, String... categories) {
    var plain = Given.service(id);
    return new Service(
        plain.identity(),
        plain.source(),
        plain.check(),
        plain.schedule(),
        plain.rules(),
        new Labels(List.of(), List.of(categories), Map.of()));
  }

  private static State state(Reason judged, Reason last) {
    var sample = new Sample(NOW.toEpochMilli(), 1000, last, 200, 1);
    var health = judged.health();
    var standing = health.bad() ? Standing.DOWNTIME : Standing.UPTIME;
    var verdict = new Verdict(health, judged, standing, NOW, NOW);
    return new State(verdict, Tally.EMPTY.with(sample), null);
  }

  /// What a lane does after a check.
  private void judged(String id, Reason judged, Reason last) {
    var state = state(judged, last);
    rig.post(id, state);
    tell(id, state, last);
  }

  private void tell(String id, State state, Reason last) {
    var registration = rig.registry().roster().byId(id).orElseThrow();
    var sample = new Sample(NOW.toEpochMilli(), 1000, last, 200, 1);
    var outcome = Given.outcome(Given.attempt(last), NOW);
    tripper.judged(new Sink.Judged(registration, outcome, sample, state, List.of()));
  }

  private void fails(String id) {
    judged(id, Reason.CONNECT_REFUSED, Reason.CONNECT_REFUSED);
  }

  private Categories categories() {
    return rig.registry().categories();
  }

  private boolean enabled(String category) {
    return categories().enabled(category);
  }

  /// Something else trips after it: what did not until then does not.
  private void settle() {
    apply(new Change.Put(service("canary", "canary")), sticky("canary", false));
    fails("canary");
    await(() -> !enabled("canary"));
    await(() -> tripper.isIdle());
    apply(new Change.Remove("canary", Source.API), new Change.RemoveCategory("canary", Source.API));
  }

  private static void await(BooleanSupplier wanted) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("waited for 60 s").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aJudgedFailureTripsAtOnceAndHealingChangesNothing() {
    apply(new Change.Put(service("a", "read")), sticky("read", false));

    fails("a");
    await(() -> !enabled("read"));
    await(() -> rig.registry().roster().categories().off().containsKey("read"));

    assertThat(tripper.trips()).isEqualTo(1);

    judged("a", Reason.OK, Reason.OK);
    settle();
    assertThat(enabled("read")).isFalse();
    assertThat(tripper.trips()).as("with the canary").isEqualTo(2);
  }

  @Test
  void aPersonEnablesItAndTheNextJudgedFailureTripsItAgain() {
    apply(new Change.Put(service("a", "read")), sticky("read", false));
    fails("a");
    await(() -> !enabled("read"));
    await(tripper::isIdle);

    apply(new Change.Mend("read"));
    settle();
    assertThat(enabled("read")).as("what is old does not trip").isTrue();

    fails("a");
    await(() -> !enabled("read"));
  }

  @Test
  void whatNobodyCheckedAndWhatNobodyKnowsTripsNothing() {
    apply(
        new Change.Put(service("new", "read")),
        new Change.Put(service("ours", "read")),
        new Change.Put(service("well", "read")),
        sticky("read", false));
    judged("ours", Reason.OK, Reason.INTERNAL_ERROR);
    judged("well", Reason.OK, Reason.CONNECT_REFUSED); // below its threshold

    settle();

    assertThat(enabled("read")).isTrue();
  }

  @Test
  void whatIsAcknowledgedOrPausedTripsNothing() {
    apply(
        new Change.Put(service("a", "read")),
        new Change.Put(service("b", "read")),
        new Change.Acknowledge("a", new Ack("known", "ann", NOW, null)),
        sticky("read", false));
    fails("a");
    apply(new Change.Pause("b"));
    tell("b", state(Reason.CONNECT_REFUSED, Reason.CONNECT_REFUSED), Reason.CONNECT_REFUSED);

    settle();

    assertThat(enabled("read")).isTrue();
  }

  @Test
  void aResilientOneTripsWithItsLastInstance() {
    apply(
        new Change.Put(service("a-1", "read")),
        new Change.Put(service("a-2", "read")),
        sticky("read", true));
    judged("a-2", Reason.OK, Reason.OK);
    fails("a-1");
    settle();
    assertThat(enabled("read")).isTrue();

    fails("a-2");
    await(() -> !enabled("read"));
  }

  @Test
  void theDefaultCategoryIsTrippedByAnyService() {
    apply(new Change.Put(service("a")), sticky(Category.DEFAULT, false));
    fails("a");
    await(() -> !enabled(Category.DEFAULT));
  }

  @Test
  void whatIsNotStickyStaysAsItIs() {
    apply(
        new Change.Put(service("a", "read")),
        new Change.PutCategory(new Category("read", Source.API, null, false, false, true)));
    fails("a");
    settle();
    assertThat(enabled("read")).isTrue();
  }

  @Test
  void whileTheStoreRefusesItIsOffInMemoryAndWrittenDownAsSoonAsItCanBe() {
    apply(new Change.Put(service("a", "read")), sticky("read", false));
    rig.storeFails(new LedgerException("the disk is gone"));

    fails("a");
    await(() -> !enabled("read"));
    assertThat(rig.registry().roster().categories().enabled("read")).isTrue();
    assertThat(state(Reason.CONNECT_REFUSED, Reason.CONNECT_REFUSED).health())
        .isEqualTo(Health.DEAD);

    rig.storeFails(null);
    await(() -> !rig.registry().roster().categories().enabled("read"));
    await(tripper::isIdle);
    assertThat(categories()).isEqualTo(rig.registry().roster().categories());
  }
}
