package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregateTest {
  private static final Instant NOW = Given.NOON;

  private final BoardRig rig = new BoardRig(InstantSource.fixed(NOW));
  private final Aggregate aggregate = rig.aggregate(InstantSource.fixed(NOW));

  @AfterEach
  void stop() {
    rig.close();
  }

  private void apply(List<Change> changes) {
    rig.registry().submit(changes).toCompletableFuture().join();
  }

  private static Change.PutCategory category(String name, boolean resilient, boolean enabled) {
    return new Change.PutCategory(new Category(name, Source.API, null, resilient, false, enabled));
  }

  private void watch(String id, Reason reason, String... categories) {
    var plain = Given.service(id);
    var service =
        new Service(
            plain.identity(),
            plain.source(),
            plain.check(),
            plain.schedule(),
            plain.rules(),
            new Labels(List.of(), List.of(categories), Map.of()));
    apply(List.of(new Change.Put(service)));
    var standing = reason.health().bad() ? Standing.DOWNTIME : Standing.UPTIME;
    var sample = new Sample(NOW.toEpochMilli(), 1000, reason, 200, 1);
    var verdict = new Verdict(reason.health(), reason, standing, NOW, NOW);
    rig.post(id, new State(verdict, Tally.EMPTY.with(sample), null));
  }

  @Test
  void withoutAnythingTheDefaultCategoryIsGoodToGo() {
    assertThat(aggregate.goodToGo(10)).isEqualTo(Map.of("default", true));
  }

  @Test
  void ofVeryManyCategoriesTheFirstAreToldAndTheDefaultOne() {
    apply(List.of(category("a", false, true), category("b", false, true)));
    apply(List.of(category("z", false, true)));
    assertThat(aggregate.goodToGo(2)).containsOnlyKeys("a", "default");
    assertThat(aggregate.goodToGo(4)).containsOnlyKeys("a", "b", "default", "z");
  }

  /// Sites at random: the one look says what the view of each category says.
  @Test
  void allTogetherAreAsGoodAsEachByItself() {
    var names = List.of("default", "plain", "resilient", "disabled");
    apply(
        List.of(
            category("plain", false, true),
            category("resilient", true, true),
            category("disabled", false, false)));
    for (int i = 1; i <= 60; i++) {
      long seed = i;
      var random = new Random(seed);
      for (String id : List.of("s-1", "s-2", "t-1", "t-2", "u")) {
        var in = new ArrayList<>(names);
        in.removeIf(_ -> random.nextBoolean());
        in.add("unstated");
        var reason = random.nextInt(4) > 0 ? Reason.OK : Reason.CONNECT_REFUSED;
        watch(id, reason, in.toArray(String[]::new));
        apply(List.of(random.nextInt(4) > 0 ? new Change.Resume(id) : new Change.Pause(id)));
      }

      var together = aggregate.goodToGo(100);

      assertThat(together).containsOnlyKeys("default", "disabled", "plain", "resilient");
      together.forEach((name, good) ->
          assertThat(good)
              .as("seed %d, %s", seed, name)
              .isEqualTo(aggregate.view(List.of(name)).orElseThrow().goodToGo()));
    }
  }

  @Test
  void servicesThatWereReadBeforeAreSeenAsTheyWereThen() {
    watch("a", Reason.OK);
    var before = aggregate.entries();
    watch("a", Reason.CONNECT_REFUSED);

    var names = List.of(Category.DEFAULT);
    assertThat(aggregate.view(names, before).orElseThrow().goodToGo()).isTrue();
    assertThat(aggregate.view(names, aggregate.entries()).orElseThrow().goodToGo()).isFalse();
  }
}
