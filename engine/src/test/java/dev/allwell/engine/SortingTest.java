package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.Difference.Timing;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Labels;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.SwitchedOff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Categories and acks at the left edge: who may state them, what they change, what they leave.
class SortingTest {
  private static final Ack ACK = new Ack("known", "ann", Given.NOON, null);

  private Instant now = Given.NOON;
  private Roster roster = Roster.EMPTY;
  private long nextNumber = 1;
  private Difference difference = new Difference(List.of(), List.of());
  private int entries;

  private List<Receipt> apply(Change... changes) {
    var batch = new Batch(roster, nextNumber, now);
    var receipts = batch.apply(List.of(changes));
    take(batch);
    return receipts;
  }

  private void take(Batch batch) {
    roster = batch.roster();
    nextNumber = batch.nextNumber();
    difference = batch.difference();
    entries = batch.entries().size();
  }

  private Receipt one(Change change) {
    return apply(change).getFirst();
  }

  private static Service service(String id, Source source, String ack, String... categories) {
    var plain = Given.service(id);
    return new Service(
        plain.identity(),
        source,
        plain.check(),
        plain.schedule(),
        plain.rules(),
        new Labels(List.of(), List.of(categories), Map.of()).acked(ack));
  }

  private static Service in(String id, String... categories) {
    return service(id, Source.API, "", categories);
  }

  private static Category every(String name, Source source, @Nullable Integer seconds) {
    var period = seconds == null ? null : Duration.ofSeconds(seconds);
    return new Category(name, source, period, false, false, true);
  }

  private static Category sticky(String name, Source source, boolean enabled) {
    return new Category(name, source, null, false, true, enabled);
  }

  private Registration known(String id) {
    return roster.byId(id).orElseThrow();
  }

  private SwitchedOff off(String category) {
    return Optional.ofNullable(roster.categories().off().get(category)).orElseThrow();
  }

  private long seconds(String id) {
    return known(id).schedule().interval().toSeconds();
  }

  @Nested
  class APeriod {
    @Test
    void makesTheServicesOfItsCategoryComeMoreOftenAndNobodyElse() {
      apply(new Change.Put(in("a", "read")), new Change.Put(in("b")));

      assertThat(one(new Change.PutCategory(every("read", Source.API, 4))))
          .isEqualTo(Receipt.ADDED);

      assertThat(seconds("a")).isEqualTo(4);
      assertThat(seconds("b")).isEqualTo(10);
      assertThat(difference.arrivals())
          .extracting(arrival -> arrival.registration().id() + " " + arrival.timing())
          .containsExactly("a NEXT_BEAT");
      assertThat(known("a").service().schedule().interval()).hasSeconds(10);
    }

    @Test
    void thatIsLongerThanTheServicesOwnIntervalChangesNothing() {
      apply(new Change.Put(in("a", "read")));

      apply(new Change.PutCategory(every("read", Source.API, 11)));

      assertThat(seconds("a")).isEqualTo(10);
      assertThat(difference.arrivals()).isEmpty();
    }

    @Test
    void isTheShortestOfAllItsCategoriesAndGoneWithThem() {
      apply(
          new Change.PutCategory(every("read", Source.API, 4)),
          new Change.PutCategory(every("write", Source.API, 3)),
          new Change.Put(in("a", "read", "write")));
      assertThat(seconds("a")).isEqualTo(3);

      apply(new Change.RemoveCategory("write", Source.API));
      assertThat(seconds("a")).isEqualTo(4);

      apply(new Change.RemoveCategory("read", Source.API));
      assertThat(seconds("a")).isEqualTo(10);
    }

    @Test
    void ofTheDefaultCategoryIsForAllAndEtcdsServicesHaveAMinute() {
      var slow = Given.service("b", Given.schedule(300), Rules.DEFAULT);
      var etcd =
          new Service(
              slow.identity(),
              Source.ETCD,
              slow.check(),
              slow.schedule(),
              slow.rules(),
              slow.labels());
      apply(new Change.Put(in("a")), new Change.Put(etcd));
      assertThat(seconds("a")).isEqualTo(10);
      assertThat(seconds("b")).isEqualTo(60);

      apply(new Change.PutCategory(every("default", Source.API, 2)));
      assertThat(seconds("a")).isEqualTo(2);
      assertThat(seconds("b")).isEqualTo(2);

      apply(new Change.PutCategory(every("default", Source.API, 90)));
      assertThat(seconds("b")).isEqualTo(90);
    }

    @Test
    void holdsForAServiceThatComesLaterOrComesBack() {
      apply(new Change.Put(in("a", "read")));
      apply(new Change.Replace(List.of(service("a", Source.FILE, ""))));
      apply(new Change.PutCategory(every("read", Source.API, 4)), new Change.Put(in("b", "read")));
      assertThat(seconds("a")).isEqualTo(10);
      assertThat(seconds("b")).isEqualTo(4);

      apply(new Change.Replace(List.of()));
      assertThat(seconds("a")).isEqualTo(4);
    }

    @Test
    void isThereAgainAfterARestart() {
      apply(new Change.Put(in("a", "read")), new Change.PutCategory(every("read", Source.API, 4)));
      var stored = List.of(unpaced(known("a")));

      var again = Roster.of(new Ledger.Book(stored, roster.categories(), Map.of(), 9, true));

      assertThat(again.byId("a")).contains(known("a"));
    }

    private Registration unpaced(Registration known) {
      return new Registration(
          known.number(), known.service(), known.created(), known.updated(), known.handling());
    }
  }

  @Nested
  class AStatement {
    @Test
    void thatSaysTheSameChangesNothing() {
      var category = every("read", Source.API, 4);
      apply(new Change.PutCategory(category));

      assertThat(one(new Change.PutCategory(category))).isEqualTo(Receipt.UNCHANGED);
      assertThat(entries).isZero();
    }

    @Test
    void ofAnotherSourceThanTheFileIsRefusedWhereSomebodyMadeOne() {
      apply(new Change.PutCategory(every("read", Source.ETCD, 4)));

      var refused = one(new Change.PutCategory(every("read", Source.API, 5)));

      assertThat(refused.refused()).isTrue();
      assertThat(refused.message())
          .isEqualTo("category: \"read\" is already defined by the source etcd");
      assertThat(one(new Change.RemoveCategory("read", Source.API)).refused()).isTrue();
      assertThat(one(new Change.RemoveCategory("nobody", Source.API))).isEqualTo(Receipt.NOT_FOUND);
    }

    @Test
    void ofTheFileShadowsOthersUntilTheFileLetsItGo() {
      apply(new Change.PutCategory(every("read", Source.API, 5)));
      apply(new Change.Replace(List.of(), List.of(every("read", Source.FILE, 4)), ""));
      assertThat(roster.categories().of("read").source()).isEqualTo(Source.FILE);

      assertThat(one(new Change.PutCategory(every("read", Source.API, 6))))
          .isEqualTo(Receipt.CHANGED);
      assertThat(roster.categories().of("read").period()).contains(Duration.ofSeconds(4));

      apply(new Change.Replace(List.of()));
      assertThat(roster.categories().of("read").period()).contains(Duration.ofSeconds(6));
    }

    @Test
    void ofTheFileThatIsTheSameAgainIsNoChange() {
      var replace = new Change.Replace(List.of(), List.of(every("read", Source.FILE, 4)), "known");
      assertThat(one(replace).result()).isEqualTo(Receipt.Result.CHANGED);
      now = now.plusSeconds(9);

      assertThat(one(replace)).isEqualTo(Receipt.UNCHANGED);

      assertThat(entries).isZero();
      assertThat(roster.categories().ack(now).orElseThrow().at()).isEqualTo(Given.NOON);
    }

    @Test
    void thatIsTakenBackWithAllOthersOfASubmissionLeavesNothing() {
      var batch = new Batch(roster, nextNumber, now);
      batch.applyWhole(
          List.of(
              new Change.PutCategory(every("read", Source.API, 4)),
              new Change.AcknowledgeAll(Source.API, ACK),
              new Change.Remove("nobody", Source.API)));
      take(batch);

      assertThat(roster.categories()).isEqualTo(Categories.NONE);
      assertThat(entries).isZero();
    }
  }

  @Nested
  class ASwitch {
    @Test
    void tripsAStickyCategoryOnceAndOnlyWhileItIsEnabled() {
      apply(new Change.PutCategory(sticky("read", Source.API, true)));
      assertThat(roster.categories().armed()).containsExactly("read");

      assertThat(one(new Change.Trip("read"))).isEqualTo(Receipt.CHANGED);
      assertThat(roster.categories().enabled("read")).isFalse();
      assertThat(off("read").tripped()).isTrue();
      assertThat(roster.categories().armed()).isEmpty();
      assertThat(one(new Change.Trip("read"))).isEqualTo(Receipt.UNCHANGED);

      assertThat(one(new Change.Mend("read"))).isEqualTo(Receipt.CHANGED);
      assertThat(roster.categories().enabled("read")).isTrue();
      assertThat(one(new Change.Mend("read"))).isEqualTo(Receipt.UNCHANGED);
    }

    @Test
    void doesNotTripWhatIsNotSticky() {
      apply(new Change.PutCategory(every("read", Source.API, 4)));
      assertThat(one(new Change.Trip("read"))).isEqualTo(Receipt.UNCHANGED);
      assertThat(one(new Change.Trip("nobody"))).isEqualTo(Receipt.UNCHANGED);
    }

    @Test
    void isTurnedOnBySayingEnabledAfterSayingDisabledAndNotByTheSameStatement() {
      apply(new Change.Replace(List.of(), List.of(sticky("read", Source.FILE, true)), ""));
      apply(new Change.Trip("read"));
      apply(new Change.Replace(List.of(), List.of(sticky("read", Source.FILE, true)), ""));
      assertThat(roster.categories().enabled("read")).isFalse();

      apply(new Change.Replace(List.of(), List.of(sticky("read", Source.FILE, false)), ""));
      assertThat(roster.categories().enabled("read")).isFalse();
      apply(new Change.Replace(List.of(), List.of(sticky("read", Source.FILE, true)), ""));
      assertThat(roster.categories().enabled("read")).isTrue();
    }

    @Test
    void isTurnedOnByEtcdLikewise() {
      apply(new Change.PutCategory(sticky("read", Source.ETCD, true)), new Change.Trip("read"));
      apply(new Change.PutCategory(sticky("read", Source.ETCD, false)));
      assertThat(roster.categories().enabled("read")).isFalse();
      apply(new Change.PutCategory(sticky("read", Source.ETCD, true)));
      assertThat(roster.categories().enabled("read")).isTrue();
    }

    @Test
    void ofAPersonHoldsWhateverIsStatedAndSaysWhoAndWhen() {
      apply(new Change.Replace(List.of(), List.of(every("read", Source.FILE, 4)), ""));

      assertThat(one(new Change.Disable("read", "ann"))).isEqualTo(Receipt.CHANGED);

      var off = off("read");
      assertThat(off.by()).isEqualTo("ann");
      assertThat(off.at()).isEqualTo(now);
      assertThat(off.tripped()).isFalse();
      assertThat(one(new Change.Disable("read", "bob"))).isEqualTo(Receipt.UNCHANGED);
    }

    @Test
    void isForgottenWithTheCategory() {
      apply(new Change.PutCategory(sticky("read", Source.API, true)), new Change.Trip("read"));
      apply(new Change.RemoveCategory("read", Source.API));
      apply(new Change.PutCategory(sticky("read", Source.API, true)));
      assertThat(roster.categories().enabled("read")).isTrue();
    }
  }

  @Nested
  class AnAck {
    @Test
    void isOfAServiceOfAnySourceAndDisturbsNoCheck() {
      apply(new Change.Replace(List.of(service("a", Source.FILE, ""))));

      assertThat(one(new Change.Acknowledge("a", ACK))).isEqualTo(Receipt.CHANGED);

      assertThat(known("a").ack(now)).contains(ACK);
      assertThat(difference.arrivals())
          .extracting(Difference.Arrival::timing)
          .containsExactly(Timing.AS_IT_WAS);
      assertThat(one(new Change.Acknowledge("nobody", ACK))).isEqualTo(Receipt.NOT_FOUND);
    }

    @Test
    void thatSaysTheSameKeepsTheTimeOfTheFirst() {
      apply(new Change.Put(in("a")), new Change.Acknowledge("a", ACK));
      var later = new Ack("known", "ann", now.plusSeconds(5), null);

      assertThat(one(new Change.Acknowledge("a", later))).isEqualTo(Receipt.UNCHANGED);
      assertThat(known("a").ack(now)).contains(ACK);

      apply(new Change.AcknowledgeAll(Source.ETCD, ACK));
      assertThat(one(new Change.AcknowledgeAll(Source.ETCD, later))).isEqualTo(Receipt.UNCHANGED);
    }

    @Test
    void outlastsANewStatementOfTheServiceWhereverThatComesFrom() {
      apply(new Change.Put(in("a")), new Change.Acknowledge("a", ACK));
      apply(new Change.Put(in("a", "read")));
      assertThat(known("a").ack(now)).contains(ACK);

      apply(new Change.Replace(List.of(service("a", Source.FILE, ""))));
      assertThat(known("a").ack(now)).contains(ACK);

      apply(new Change.Replace(List.of(service("a", Source.FILE, "", "read"))));
      assertThat(known("a").ack(now)).contains(ACK);

      apply(new Change.Unacknowledge("a"));
      apply(new Change.Replace(List.of()));
      assertThat(known("a").service().source()).isEqualTo(Source.API);
      assertThat(known("a").ack(now)).isEmpty();
    }

    @Test
    void ofTheDefinitionHoldsWhenNobodySaidAnythingElse() {
      var over = new Ack("later", "ann", now, now.plusSeconds(60));
      apply(new Change.Replace(List.of(service("a", Source.FILE, "rebuilt"))));
      assertThat(known("a").ack(now)).contains(new Ack("rebuilt", "file", now, null));

      apply(new Change.Acknowledge("a", over));
      assertThat(known("a").ack(now)).contains(over);
      assertThat(known("a").ack(now.plusSeconds(60)).orElseThrow().author()).isEqualTo("file");

      apply(new Change.Replace(List.of(service("a", Source.FILE, ""))));
      assertThat(known("a").ack(now.plusSeconds(60))).isEmpty();
    }

    @Test
    void ofTheWholeIsTakenBackByWhoSaidIt() {
      apply(new Change.AcknowledgeAll(Source.API, ACK));
      apply(new Change.Replace(List.of(), List.of(), "rebuilding"));
      assertThat(roster.categories().ack(now).map(Ack::message)).contains("rebuilding");

      apply(new Change.Replace(List.of()));
      assertThat(roster.categories().ack(now)).contains(ACK);

      assertThat(one(new Change.UnacknowledgeAll(Source.API))).isEqualTo(Receipt.REMOVED);
      assertThat(one(new Change.UnacknowledgeAll(Source.API))).isEqualTo(Receipt.NOT_FOUND);
      assertThat(roster.categories().ack(now)).isEqualTo(Optional.empty());
    }
  }
}
