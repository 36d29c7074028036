package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Permit;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Services that register themselves: the mark that they bear, and who may touch whom.
class RegisteringTest {
  private static final Permit REGISTERED_ONES =
      known -> known.registered() ? Optional.empty() : Optional.of("is not yours");

  private Instant now = Given.NOON;
  private Roster roster = Roster.EMPTY;
  private long nextNumber = 1;
  private Difference difference = new Difference(List.of(), List.of());
  private int entries;

  private List<Receipt> apply(Change... changes) {
    return apply(false, changes);
  }

  private List<Receipt> apply(boolean whole, Change... changes) {
    var batch = new Batch(roster, nextNumber, now);
    var receipts = whole ? batch.applyWhole(List.of(changes)) : batch.apply(List.of(changes));
    roster = batch.roster();
    nextNumber = batch.nextNumber();
    difference = batch.difference();
    entries = batch.entries().size();
    return receipts;
  }

  private Receipt one(Change change) {
    return apply(change).getFirst();
  }

  private static Change.Register register(String id) {
    return new Change.Register(Given.service(id), REGISTERED_ONES);
  }

  private static Change.Deregister deregister(String id) {
    return new Change.Deregister(id, REGISTERED_ONES);
  }

  private static Change.Put put(String id) {
    return new Change.Put(Given.service(id));
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

  private static Change file(String id, String name) {
    return new Change.Replace(List.of(named(id, name, Source.FILE)));
  }

  private static Change fileOfNothing() {
    return new Change.Replace(List.of());
  }

  private Registration known(String id) {
    return roster.byId(id).or(() -> roster.shadowed(id)).orElseThrow();
  }

  @Nested
  class TheMark {
    @Test
    void isBorneByWhatWasRegisteredAndNotByWhatWasStated() {
      apply(register("a"), put("b"), new Change.Add(Given.service("c")));

      assertThat(known("a").registered()).isTrue();
      assertThat(known("b").registered()).isFalse();
      assertThat(known("c").registered()).isFalse();
    }

    @Test
    void isWrittenOnce() {
      apply(register("a"));

      assertThat(one(register("a"))).isEqualTo(Receipt.UNCHANGED);
      assertThat(entries).isZero();
    }

    @Test
    void isTakenAwayByAStatementAlsoWhenThatSaysTheSame() {
      apply(register("a"));
      var before = known("a");
      now = now.plusSeconds(60);

      assertThat(one(put("a"))).isEqualTo(Receipt.CHANGED);

      assertThat(known("a"))
          .isEqualTo(
              new Registration(
                  before.number(), before.service(), before.created(), before.updated()));
      assertThat(entries).isEqualTo(1);
      assertThat(difference.arrivals())
          .extracting(Difference.Arrival::timing)
          .containsExactly(Difference.Timing.AS_IT_WAS);
      assertThat(one(put("a"))).isEqualTo(Receipt.UNCHANGED);
      assertThat(entries).isZero();
    }

    @Test
    void isBackWhenSomebodyRegistersWhoMayTouchAll() {
      apply(put("a"));

      assertThat(one(new Change.Register(Given.service("a"), Permit.ANY)))
          .isEqualTo(Receipt.CHANGED);
      assertThat(known("a").registered()).isTrue();
      assertThat(one(deregister("a"))).isEqualTo(Receipt.REMOVED);
    }

    @Test
    void outlivesAPause() {
      apply(register("a"), new Change.Pause("a"));
      assertThat(known("a").registered()).isTrue();
      assertThat(known("a").paused()).isTrue();

      apply(new Change.Register(Given.inGroups("a", "g"), REGISTERED_ONES));
      assertThat(known("a").paused()).isTrue();

      apply(new Change.Resume("a"));
      assertThat(known("a").registered()).isTrue();
    }

    @Test
    void outlivesTheFileThatTakesTheIdAndLetsItGo() {
      apply(register("a"), put("b"));
      apply(file("a", "a"));
      assertThat(known("a").registered()).as("the file's own").isFalse();
      assertThat(roster.shadowed("a").orElseThrow().registered()).isTrue();

      apply(fileOfNothing());

      assertThat(known("a").registered()).isTrue();
      assertThat(known("b").registered()).isFalse();
    }

    @Test
    void isForStatementsOfTheApiAlone() {
      var filed = named("a", "a", Source.FILE);
      assertThatThrownBy(() -> new Change.Register(filed, Permit.ANY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not of the API: a");
    }
  }

  @Nested
  class ThePermit {
    @Test
    void isNotNeededForWhatIsNotThere() {
      Permit nothing = _ -> Optional.of("is not yours");

      assertThat(one(new Change.Register(Given.service("a"), nothing))).isEqualTo(Receipt.ADDED);
      assertThat(one(new Change.Deregister("b", nothing))).isEqualTo(Receipt.NOT_FOUND);
    }

    @Test
    void keepsFromTouchingWhatItDoesNotCover() {
      apply(put("a"));
      var before = roster;

      assertThat(one(register("a"))).isEqualTo(Receipt.conflict("id: \"a\" is not yours"));
      assertThat(one(deregister("a"))).isEqualTo(Receipt.conflict("id: \"a\" is not yours"));

      assertThat(roster.byId("a")).isEqualTo(before.byId("a"));
      assertThat(entries).isZero();
    }

    @Test
    void isAskedOfTheServiceAsItIsWhenItsTurnComes() {
      apply(register("a"), register("b"), put("c"));

      var receipts =
          apply(
              put("a"),
              deregister("a"),
              deregister("b"),
              put("b"),
              register("b"),
              new Change.Remove("c", Source.API),
              register("c"));

      assertThat(receipts)
          .extracting(Receipt::result)
          .containsExactly(
              Receipt.Result.CHANGED,
              Receipt.Result.CONFLICT,
              Receipt.Result.REMOVED,
              Receipt.Result.ADDED,
              Receipt.Result.CONFLICT,
              Receipt.Result.REMOVED,
              Receipt.Result.ADDED);
      assertThat(known("c").registered()).isTrue();
    }

    @Test
    void isAskedAlsoOfWhatTheFileShadowsByItsName() {
      apply(new Change.Put(named("a", "checkout", Source.API)));
      apply(file("b", "checkout"));
      assertThat(roster.byId("a")).isEmpty();

      assertThat(one(register("a"))).isEqualTo(Receipt.conflict("id: \"a\" is not yours"));
      assertThat(one(deregister("a"))).isEqualTo(Receipt.conflict("id: \"a\" is not yours"));

      assertThat(roster.shadowed("a")).isPresent();
    }

    @Test
    void letsGoWhatIsShadowedByItsNameAndCovered() {
      apply(register("a"));
      apply(file("b", "a"));

      assertThat(one(deregister("a"))).isEqualTo(Receipt.REMOVED);
      assertThat(roster.shadowed()).isEmpty();
    }

    @Test
    void helpsNobodyWithWhatTheFileHas() {
      apply(register("a"));
      apply(file("a", "a"));

      assertThat(one(new Change.Register(Given.service("a"), Permit.ANY)).message())
          .isEqualTo("id: \"a\" is already defined by the source file");
      assertThat(one(new Change.Deregister("a", Permit.ANY)).message())
          .isEqualTo("id: \"a\" is defined by the source file and can be removed there only");
      assertThat(one(deregister("a")).message()).contains("source file");
      assertThat(roster.shadowed("a")).isPresent();
    }

    @Test
    void thatIsMissingTakesAWholeSubmissionBack() {
      apply(put("a"), register("b"));
      var before = new ArrayList<>(roster.all());

      var receipts = apply(true, register("new"), put("b"), register("a"), deregister("b"));

      assertThat(receipts).extracting(Receipt::refused).containsExactly(false, false, true, true);
      assertThat(entries).isZero();
      assertThat(roster.all()).containsExactlyInAnyOrderElementsOf(before);
      assertThat(one(deregister("b"))).as("still marked").isEqualTo(Receipt.REMOVED);
    }
  }
}
