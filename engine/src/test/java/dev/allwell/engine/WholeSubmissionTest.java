package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WholeSubmissionTest {
  private final BoardRig rig = new BoardRig(InstantSource.fixed(Given.NOON));

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<Receipt.Result> whole(Change... changes) {
    return rig.registry().submitWhole(List.of(changes)).toCompletableFuture().join().stream()
        .map(Receipt::result)
        .toList();
  }

  private Map<String, String> names() {
    return rig.registry().roster().all().stream()
        .collect(Collectors.toMap(Registration::id, known -> known.service().name()));
  }

  private static Service service(String id, String name, Source source) {
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
  void oneThatIsRefusedRefusesAll() {
    rig.add(List.of(service("filed", "filed", Source.FILE), service("old", "old", Source.API)));

    var receipts =
        whole(
            new Change.Put(Given.service("new")),
            new Change.Remove("old", Source.API),
            new Change.Pause("old"),
            new Change.Put(Given.service("filed")));

    assertThat(receipts).last().isEqualTo(Receipt.Result.CONFLICT);
    assertThat(names().keySet()).containsExactlyInAnyOrder("filed", "old");
    assertThat(rig.board().size()).isEqualTo(2);
    assertThat(rig.board().byId("old").orElseThrow().paused()).isFalse();
  }

  @Test
  void othersOfTheSameBatchAreNotTakenBack() {
    rig.add(List.of(service("filed", "filed", Source.FILE)));
    var release = rig.holdRegistry();
    var before = rig.registry().submit(List.of(new Change.Put(Given.service("before"))));
    var refused =
        rig.registry()
            .submitWhole(
                List.of(
                    new Change.Put(service("mine", "taken", Source.API)),
                    new Change.Put(service("filed", "filed", Source.API))));
    var after =
        rig.registry().submit(List.of(new Change.Put(service("yours", "taken", Source.API))));
    release.run();

    before.toCompletableFuture().join();
    assertThat(refused.toCompletableFuture().join()).anyMatch(Receipt::refused);
    assertThat(after.toCompletableFuture().join().getFirst().result())
        .isEqualTo(Receipt.Result.ADDED);
    assertThat(names().keySet()).containsExactlyInAnyOrder("filed", "before", "yours");
  }

  @Test
  void aPauseOutlivesANewStatement() {
    rig.add(List.of(Given.service("a")));
    whole(new Change.Pause("a"));

    whole(new Change.Put(Given.inGroups("a", "g")));

    assertThat(rig.board().byId("a").orElseThrow().paused()).isTrue();
    assertThat(whole(new Change.Pause("a"), new Change.Resume("a")))
        .containsExactly(Receipt.Result.UNCHANGED, Receipt.Result.CHANGED);
    assertThat(whole(new Change.Resume("nobody"))).containsExactly(Receipt.Result.NOT_FOUND);
  }

  @Test
  void itDoesAsASetOfNamesWouldThatIsCopiedFirst() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var model = new HashMap<String, String>();
    for (int round = 0; round < 300; round++) {
      var changes = new ArrayList<Change>();
      var wanted = new HashMap<>(model);
      boolean good = true;
      for (int i = random.nextInt(5); i >= 0; i--) {
        var id = "i" + random.nextInt(6);
        if (random.nextInt(4) == 0) {
          changes.add(new Change.Remove(id, Source.API));
          good &= wanted.remove(id) != null;
        } else {
          var name = "n" + random.nextInt(8);
          changes.add(new Change.Put(service(id, name, Source.API)));
          boolean taken =
              wanted.entrySet().stream()
                  .anyMatch(e -> e.getValue().equals(name) && !e.getKey().equals(id));
          if (taken) {
            good = false;
          } else {
            wanted.put(id, name);
          }
        }
      }
      var receipts = rig.registry().submitWhole(changes).toCompletableFuture().join();
      assertThat(receipts.stream().noneMatch(Receipt::refused))
          .as("seed %d, round %d: %s", seed, round, changes)
          .isEqualTo(good);
      if (good) {
        model.clear();
        model.putAll(wanted);
      }
      assertThat(names()).as("seed %d, round %d", seed, round).isEqualTo(model);
      assertThat(rig.board().size()).isEqualTo(model.size());
    }
  }
}
