package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// The file's services, put in the place of those it had.
class ReplacementTest {
  private final Map<Long, Registration> ledger = new TreeMap<>();
  private final Map<String, Long> board = new HashMap<>();
  private final List<Long> forgotten = new ArrayList<>();
  private Roster roster = Roster.EMPTY;
  private long nextNumber = 1;
  private Difference difference = new Difference(List.of(), List.of());
  private int entries;

  private Receipt apply(Change change) {
    var batch = new Batch(roster, nextNumber, Instant.EPOCH);
    var receipt = batch.apply(List.of(change, new Change.Remove("nobody", Source.API))).getFirst();
    roster = batch.roster();
    nextNumber = batch.nextNumber();
    difference = batch.difference();
    entries = batch.entries().size();
    for (var entry : batch.entries()) {
      switch (entry) {
        case Ledger.Entry.Put(var registration) -> ledger.put(registration.number(), registration);
        case Ledger.Entry.Removed(long number) -> ledger.remove(number);
        case Ledger.Entry.Sorted(var categories) ->
            throw new AssertionError("nobody spoke of " + categories);
      }
    }
    difference.departures().forEach(gone -> board.remove(gone.id(), gone.number()));
    difference.withdrawn().forEach(gone -> board.remove(gone.id(), gone.number()));
    difference
        .arrivals()
        .forEach(
            arrival -> board.put(arrival.registration().id(), arrival.registration().number()));
    difference.departures().forEach(gone -> forgotten.add(gone.number()));
    return receipt;
  }

  private Receipt file(Service... services) {
    return apply(new Change.Replace(List.of(services)));
  }

  private Receipt api(String id, String name) {
    return apply(new Change.Put(service(id, name, Source.API)));
  }

  private static Service named(String id, String name) {
    return service(id, name, Source.FILE);
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

  private long number(String id) {
    return roster.byId(id).orElseThrow().number();
  }

  private Source source(String id) {
    return roster.byId(id).orElseThrow().service().source();
  }

  @Test
  void onlyWhatDiffersIsTouched() {
    file(named("a", "a"), named("b", "b"), named("c", "c"));
    long number = number("b");
    var receipt = file(named("a", "a"), named("b", "bee"), named("d", "d"));
    assertThat(receipt.result()).isEqualTo(Receipt.Result.CHANGED);
    assertThat(receipt.message()).isEqualTo("1 added, 1 changed, 1 removed, 1 unchanged");
    assertThat(difference.arrivals()).extracting(a -> a.registration().id()).contains("b", "d");
    assertThat(difference.arrivals()).hasSize(2);
    assertThat(difference.departures()).extracting(Registration::id).containsExactly("c");
    assertThat(number("b")).isEqualTo(number);
  }

  @Test
  void theSameFileAgainWritesNothing() {
    file(named("a", "a"));
    assertThat(file(named("a", "a")).result()).isEqualTo(Receipt.Result.UNCHANGED);
    assertThat(entries).isZero();
  }

  @Test
  void aNewNameIsNoReasonToCheckAnew() {
    file(named("a", "a"));
    file(named("a", "other"));
    assertThat(difference.arrivals())
        .extracting(Difference.Arrival::timing)
        .containsExactly(Difference.Timing.AS_IT_WAS);
  }

  @Test
  void aServiceThatIsNewInTheFileWaitsForItsBeat() {
    file(named("a", "a"));
    assertThat(difference.arrivals())
        .extracting(Difference.Arrival::timing)
        .containsExactly(Difference.Timing.NEXT_BEAT);
  }

  @Test
  void twoMaySwapTheirNames() {
    file(named("a", "x"), named("b", "y"));
    file(named("a", "y"), named("b", "x"));
    assertThat(roster.byName("x").map(Registration::id)).contains("b");
    assertThat(roster.byName("y").map(Registration::id)).contains("a");
    assertThat(roster.size()).isEqualTo(2);
  }

  @Test
  void whatIsThereTwiceIsRefusedWhole() {
    file(named("a", "a"));
    assertThat(file(named("b", "x"), named("c", "x")).result()).isEqualTo(Receipt.Result.CONFLICT);
    assertThat(file(named("b", "b"), named("b", "c")).result()).isEqualTo(Receipt.Result.CONFLICT);
    assertThat(roster.all()).extracting(Registration::id).containsExactly("a");
  }

  @Test
  void otherSourcesAreLeftAlone() {
    api("a", "a");
    file(named("b", "b"));
    file();
    assertThat(roster.all()).extracting(Registration::id).containsExactly("a");
    assertThat(forgotten).hasSize(1);
  }

  @Test
  void whoIsShadowedByItAndWhoNoLongerIsStandsInTheReceipt() {
    api("a", "a");
    api("b", "till");
    api("c", "c");
    assertThat(file(named("a", "a"), named("x", "till")).message())
        .isEqualTo("2 added, 0 changed, 0 removed, 0 unchanged, 2 shadowed (a, b)");
    assertThat(file(named("c", "c"), named("x", "till")).message())
        .isEqualTo(
            "1 added, 0 changed, 1 removed, 1 unchanged, 1 shadowed (c), 1 no longer shadowed (a)");
    for (int i = 0; i < 12; i++) {
      api("d" + (10 + i), "d" + i);
    }
    assertThat(
            file(IntStream.range(0, 12)
                    .mapToObj(i -> named("d" + (10 + i), "e" + i))
                    .toArray(Service[]::new))
                .message())
        .contains(", 12 shadowed (d10, d11, ", ", d19 and 2 more)");
  }

  @Nested
  class AnIdOfBoth {
    @Test
    void theFileHasItWithItsHistoryAndTheOtherIsKept() {
      api("a", "a");
      long number = number("a");
      file(named("a", "a"));
      assertThat(number("a")).isEqualTo(number);
      assertThat(source("a")).isEqualTo(Source.FILE);
      assertThat(roster.shadowed("a").orElseThrow().service().source()).isEqualTo(Source.API);
      assertThat(difference.departures()).isEmpty();
      assertThat(difference.withdrawn()).isEmpty();
    }

    @Test
    void theOtherComesBackWithItsHistoryWhenTheFileLetsItGo() {
      api("a", "mine");
      long number = number("a");
      file(named("a", "theirs"));
      file();
      assertThat(number("a")).isEqualTo(number);
      assertThat(roster.byName("mine")).isPresent();
      assertThat(roster.shadowed()).isEmpty();
      assertThat(forgotten).isEmpty();
      assertThat(ledger.values()).containsExactlyElementsOf(roster.all());
    }

    @Test
    void theOtherCannotBeStatedOrRemoved() {
      api("a", "a");
      file(named("a", "a"));
      var again = api("a", "a");
      assertThat(again.result()).isEqualTo(Receipt.Result.CONFLICT);
      assertThat(again.message()).isEqualTo("id: \"a\" is already defined by the source file");
      assertThat(apply(new Change.Remove("a", Source.API)).message())
          .isEqualTo("id: \"a\" is defined by the source file and can be removed there only");
      assertThat(apply(new Change.Add(service("a", "z", Source.API))).result())
          .isEqualTo(Receipt.Result.CONFLICT);
    }

    @Test
    void aChangeOfTheFileLeavesTheOtherWhereItIs() {
      api("a", "a");
      file(named("a", "a"));
      var parked = roster.shadowed("a").orElseThrow();
      file(named("a", "b"));
      assertThat(roster.shadowed("a")).contains(parked);
    }

    @Test
    void aSingleRemovalFromTheFileLetsItGoToo() {
      api("a", "a");
      file(named("a", "a"), named("b", "b"));
      assertThat(apply(new Change.Remove("a", Source.FILE)).result())
          .isEqualTo(Receipt.Result.REMOVED);
      assertThat(source("a")).isEqualTo(Source.API);
      assertThat(source("b")).isEqualTo(Source.FILE);
    }
  }

  @Nested
  class ANameOfBoth {
    @Test
    void theFileHasItAndTheOtherIsWithdrawnAndKept() {
      api("a", "checkout");
      file(named("b", "checkout"));
      assertThat(roster.byId("a")).isEmpty();
      assertThat(roster.shadowed("a")).isPresent();
      assertThat(difference.withdrawn()).extracting(Registration::id).containsExactly("a");
      assertThat(forgotten).isEmpty();
    }

    @Test
    void theOtherComesBackWhenTheNameIsFree() {
      api("a", "checkout");
      long number = number("a");
      file(named("b", "checkout"));
      file(named("b", "till"));
      assertThat(number("a")).isEqualTo(number);
      assertThat(roster.shadowed()).isEmpty();
    }

    @Test
    void theOtherMayTakeAnotherNameAndIsBack() {
      api("a", "checkout");
      long number = number("a");
      file(named("b", "checkout"));
      assertThat(api("a", "checkout").result()).isEqualTo(Receipt.Result.CONFLICT);
      assertThat(api("a", "till").result()).isEqualTo(Receipt.Result.CHANGED);
      assertThat(number("a")).isEqualTo(number);
      assertThat(roster.shadowed()).isEmpty();
    }

    @Test
    void theOtherMayBeRemovedMeanwhile() {
      api("a", "checkout");
      file(named("b", "checkout"));
      assertThat(apply(new Change.Remove("a", Source.API))).isEqualTo(Receipt.REMOVED);
      assertThat(roster.shadowed()).isEmpty();
      assertThat(ledger.values()).containsExactlyElementsOf(roster.all());
      assertThat(forgotten).hasSize(1);
    }

    @Test
    void nobodyElseMayTakeTheNameOfOneThatIsShadowed() {
      api("a", "mine");
      file(named("a", "theirs"));
      assertThat(api("b", "mine").message())
          .isEqualTo("name: \"mine\" is already the name of the service with the id \"a\"");
    }
  }

  /// Whatever happens, in whatever order: what is watched follows from what is stated, and a
  /// restart finds the same.
  @RepeatedTest(50)
  void anySequenceKeepsToTheRules(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var stated = new TreeMap<String, String>(); // by others than the file: id to name
    var inFile = new TreeMap<String, String>();
    var numbers = new HashMap<String, Long>();
    for (int step = 0; step < 60; step++) {
      if (random.nextInt(3) == 0) {
        inFile.clear();
        var names = new HashSet<String>();
        for (int i = random.nextInt(5); i > 0; i--) {
          var name = "n" + random.nextInt(5);
          var id = "i" + random.nextInt(5);
          if (!inFile.containsKey(id) && names.add(name)) {
            inFile.put(id, name);
          }
        }
        file(
            inFile.entrySet().stream()
                .map(e -> named(e.getKey(), e.getValue()))
                .toArray(Service[]::new));
      } else {
        other(random, stated, inFile);
      }
      check(stated, inFile, numbers);
    }
  }

  private void other(Random random, Map<String, String> stated, Map<String, String> inFile) {
    var id = "i" + random.nextInt(5);
    if (random.nextInt(3) == 0) {
      if (apply(new Change.Remove(id, Source.API)).result() == Receipt.Result.REMOVED) {
        assertThat(inFile).doesNotContainKey(id);
        assertThat(stated.remove(id)).isNotNull();
      }
      return;
    }
    var name = "n" + random.nextInt(5);
    switch (api(id, name).result()) {
      case ADDED -> assertThat(stated.put(id, name)).isNull();
      case CHANGED -> assertThat(stated.put(id, name)).isNotNull();
      case UNCHANGED -> assertThat(stated).containsEntry(id, name);
      case CONFLICT -> {
        boolean heldByAnother =
            stated.entrySet().stream()
                .anyMatch(e -> e.getValue().equals(name) && !e.getKey().equals(id));
        assertThat(inFile.containsKey(id) || inFile.containsValue(name) || heldByAnother).isTrue();
      }
      case REMOVED, NOT_FOUND -> throw new AssertionError("not an answer to a statement");
    }
  }

  private void check(
      Map<String, String> stated, Map<String, String> inFile, Map<String, Long> numbers) {
    var watched = new TreeMap<>(inFile);
    stated.forEach((id, name) -> {
      if (!inFile.containsKey(id) && !inFile.containsValue(name)) {
        watched.put(id, name);
      }
    });
    var seen = new TreeMap<String, String>();
    roster.all().forEach(known -> seen.put(known.id(), known.service().name()));
    assertThat(seen).isEqualTo(watched);
    assertThat(roster.all()).allMatch(known -> roster.byName(known.service().name()).isPresent());
    assertThat(roster.shadowed()).hasSize(inFile.size() + stated.size() - watched.size());

    var again = Roster.of(new Ledger.Book(List.copyOf(ledger.values()), Map.of(), 1));
    assertThat(again.all()).containsExactlyInAnyOrderElementsOf(roster.all());
    assertThat(again.shadowed()).containsExactlyInAnyOrderElementsOf(roster.shadowed());

    var places = new HashMap<String, Long>();
    roster.all().forEach(known -> places.put(known.id(), known.number()));
    assertThat(board).isEqualTo(places);
    numbers.keySet().removeIf(id -> !inFile.containsKey(id) && !stated.containsKey(id));
    places.forEach((id, number) ->
        assertThat(numbers.merge(id, number, (before, _) -> before))
            .as("an id keeps its number as long as anybody states it")
            .isEqualTo(number));
  }
}
