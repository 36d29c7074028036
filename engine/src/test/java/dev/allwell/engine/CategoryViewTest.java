package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Conventions;
import dev.allwell.model.Handling;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryViewTest {
  private static final Instant NOW = Given.NOON;
  private static final Ack ACK = new Ack("known", "ann", NOW.minusSeconds(60), null);

  @Test
  void noKnownCategoryIsNoAnswer() {
    assertThat(view(Categories.NONE, List.of("a"), entry("x", true))).isEmpty();
    assertThat(view(Categories.NONE, List.of(), entry("x", true))).isEmpty();
  }

  @Test
  void theDefaultCategoryHasEveryServiceAndIsAlwaysThere() {
    assertThat(view(Categories.NONE, List.of("default")).orElseThrow().goodToGo()).isTrue();
    var both =
        view(Categories.NONE, List.of("default"), entry("x", true), entry("y", true, "read"))
            .orElseThrow();

    assertThat(names(both)).containsExactly("x", "y");
  }

  @Test
  void aCategoryThatOnlyAServiceNamesIsKnownAndUnknownOnesAreIgnored() {
    var view =
        view(
                Categories.NONE,
                List.of("nobody", "read", "read"),
                entry("x", false),
                entry("y", true, "read"))
            .orElseThrow();

    assertThat(view.asked()).extracting(Category::name).containsExactly("read");
    assertThat(names(view)).containsExactly("y");
    assertThat(view.goodToGo()).isTrue();
  }

  /// `+` well, `-` failing, `a` failing and acknowledged; the name, then how it is.
  @ParameterizedTest(name = "{0} resilient={1}: good={2}, severity={3}")
  @CsvSource({
    "'', false, true,",
    "'s-1 +', false, true,",
    "'s-1 -', false, false, 2",
    "'s-1 a', false, true,",
    "'s-1 -, s-2 +', false, false, 2",
    "'s-1 -, s-2 +', true, true,",
    "'s-1 -, s-2 -', true, false, 2",
    "'s-1 a, s-2 -', true, false, 2",
    "'s-1 a, s-2 a', true, true,",
    "'s-1 a, s-2 +', true, true,",
    "'s-1 -, s-2 +, t-1 -', true, false, 2",
    "'s-1 -, s-2 +, t-1 a', true, true,",
    "'s -, s-1 +', true, true,",
    "'s-a -, s-b +', true, false, 2",
    "'s-1-2 -, s-1-3 +', true, true,",
    "'s-1-2 -, s-2-2 +', true, false, 2",
    "'-1 -, -2 +', true, false, 2",
  })
  void servicesAndTheirAcksMakeTheResult(
      String services, boolean resilient, boolean good, Integer severity) {
    var view = view(stated(resilient), List.of("c"), entries(services)).orElseThrow();

    assertThat(view.good()).isEqualTo(good);
    assertThat(view.goodToGo()).isEqualTo(good);
    assertThat(view.severity())
        .isEqualTo(severity == null ? OptionalInt.empty() : OptionalInt.of(severity));
  }

  @Test
  void oneCategoryThatIsNotResilientMakesAllOfThemSo() {
    var categories = stated(true).with(category("strict", false, false, true));

    var mixed = view(categories, List.of("c", "strict"), entries("s-1 -, s-2 +")).orElseThrow();

    assertThat(mixed.resilient()).isFalse();
    assertThat(mixed.good()).isFalse();
  }

  @Test
  void anAckThatIsOverCountsNoMore() {
    var over = new Ack("known", "ann", NOW.minusSeconds(60), NOW);
    var entry = entry("x", false, Handling.NONE.acked(over));

    assertThat(view(Categories.NONE, List.of("default"), entry).orElseThrow().good()).isFalse();
  }

  @Test
  void anAckOfTheWholeMakesItOkAndNotGoodToGo() {
    var categories = Categories.NONE.acked(Source.API, ACK);

    var view = view(categories, List.of("default"), entry("x", false)).orElseThrow();

    assertThat(view.ok()).isTrue();
    assertThat(view.severity()).hasValue(2);
    assertThat(view.goodToGo()).isFalse();
  }

  @Test
  void aDisabledCategoryIsNotGoodToGoThoughAllIsWell() {
    var disabled = Categories.NONE.with(category("c", false, false, false));
    var tripped = stated(false).tripped("c", NOW);

    for (var categories : List.of(disabled, tripped)) {
      var view = view(categories, List.of("default", "c"), entry("x", true, "c")).orElseThrow();
      assertThat(view.ok()).isTrue();
      assertThat(view.goodToGo()).isFalse();
      assertThat(view.disabled()).containsExactly("c");
    }
  }

  @Test
  void whatIsNotCheckedYetFailsButConvictsNobody() {
    var fresh =
        new BoardEntry(new Registration(1, Given.service("x"), NOW, NOW), State.NEW, true, -1);

    var view = view(Categories.NONE, List.of("default"), fresh).orElseThrow();

    assertThat(view.good()).isFalse();
    assertThat(view.members().getFirst().output()).isEqualTo("not checked yet");
    assertThat(view.convicted()).isFalse();
  }

  @Test
  void whatIsPausedIsLeftOutAndNamed() {
    var paused = entry("x", false, Handling.of(true, false));
    var stale = new BoardEntry(paused.registration(), paused.state(), true, 0);

    var view = view(Categories.NONE, List.of("default"), stale, entry("y", true)).orElseThrow();

    assertThat(names(view)).containsExactly("y");
    assertThat(view.paused()).extracting(Member::name).containsExactly("x");
    assertThat(view.goodToGo()).isTrue();
  }

  @Test
  void degradedIsOkAndUnknownIsNot() {
    var degraded = entry("x", Reason.ERROR_RATE, Handling.NONE);
    var well = entry("y", true);
    var stale = new BoardEntry(well.registration(), well.state(), true, 95_000_000_000L);

    var view = view(Categories.NONE, List.of("default"), degraded, stale).orElseThrow();

    assertThat(view.members()).extracting(Member::ok).containsExactly(true, false);
    assertThat(view.members().getLast().output()).isEqualTo("not checked for 95 s");
    assertThat(view.goodToGo()).isFalse();
    assertThat(view.convicted()).isFalse();
  }

  @Test
  void anAckOfTheDefinitionCountsLikeOneOfAPerson() {
    var plain = entry("x", false);
    var known = plain.registration();
    var service = known.service();
    var stated =
        new Service(
            service.identity(),
            service.source(),
            service.check(),
            service.schedule(),
            service.rules(),
            service.labels().acked("rebuilt"));
    var acked = new BoardEntry(new Registration(1, stated, NOW, NOW), plain.state(), false, 0);

    var view = view(Categories.NONE, List.of("default"), acked).orElseThrow();

    assertThat(view.goodToGo()).isTrue();
    assertThat(view.acknowledged()).isEqualTo(1);
  }

  @Test
  void instancesAreKnownByTheSuffixThatTheSiteHasAgreedOn() {
    var grouping = Grouping.of(new Conventions("@[a-z]+", Set.of()));
    var site =
        List.of(
            entry("s@east", false, "c"),
            entry("s@west", true, "c"),
            entry("t-1", true, "c"),
            entry("t-2", false, "c"));

    var view = CategoryView.of(stated(true), List.of("c"), site, grouping, NOW).orElseThrow();

    assertThat(view.failing()).extracting(Member::name).containsExactly("t-2");
    assertThat(view.convicted()).isTrue();
  }

  @Test
  void aFailureOfOneThatIsNamedSoHasTheWorstSeverity() {
    var grouping = Grouping.of(Conventions.USUAL.mostSevere(Set.of("pay", "elsewhere")));
    var site = List.of(entry("pay", false), entry("shop", false));

    var view =
        CategoryView.of(Categories.NONE, List.of("default"), site, grouping, NOW).orElseThrow();

    assertThat(view.members()).extracting(Member::severity).containsExactly(1, 2);
    assertThat(view.severity()).hasValue(1);
  }

  @Test
  void aResilientGroupIsConvictedByAllOfItsInstancesAlone() {
    var unknown = new BoardEntry(registration("s-2", Handling.NONE, "c"), State.NEW, true, -1);

    var half = view(stated(true), List.of("c"), entry("s-1", false, "c"), unknown).orElseThrow();
    var whole =
        view(stated(true), List.of("c"), entry("s-1", false, "c"), entry("s-2", false, "c"))
            .orElseThrow();

    assertThat(half.good()).isFalse();
    assertThat(half.convicted()).isFalse();
    assertThat(whole.convicted()).isTrue();
  }

  /// Many small sites at random against the rules written once more, as slowly as one can.
  @Test
  void itAgreesWithANaiveModel() {
    for (long seed = 1; seed <= 20_000; seed++) {
      var random = new Random(seed);
      var site = new ArrayList<BoardEntry>();
      for (String name : List.of("a-1", "a-2", "a-33", "b", "b-x", "c-1-1", "c-1-2")) {
        if (random.nextBoolean()) {
          var handling = random.nextInt(3) == 0 ? Handling.NONE.acked(ACK) : Handling.NONE;
          var in = random.nextBoolean() ? new String[] {"p"} : new String[] {"p", "q"};
          site.add(entry(name, random.nextInt(3) > 0, handling, in));
        }
      }
      boolean resilientP = random.nextBoolean();
      boolean resilientQ = random.nextBoolean();
      var categories =
          Categories.NONE
              .with(category("p", resilientP, false, true))
              .with(category("q", resilientQ, false, true));
      var asked = random.nextBoolean() ? List.of("p") : List.of("q", "p");
      boolean resilient = resilientP && (asked.size() == 1 || resilientQ);

      var view = view(categories, asked, site.toArray(BoardEntry[]::new)).orElseThrow();

      assertThat(view.good()).as("seed %d", seed).isEqualTo(naive(site, resilient));
    }
  }

  private static boolean naive(List<BoardEntry> site, boolean resilient) {
    Map<String, List<BoardEntry>> groups = new HashMap<>();
    for (var entry : site) {
      String name = entry.registration().service().name();
      int dash = name.lastIndexOf('-');
      boolean numbered = dash > 0 && name.substring(dash + 1).matches("[0-9]+");
      String key = resilient && numbered ? name.substring(0, dash) : name;
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
    }
    for (var group : groups.values()) {
      boolean allFail = true;
      boolean allAcked = true;
      for (var entry : group) {
        allFail &= !entry.health().good();
        allAcked &= entry.registration().handling().ack().isPresent();
      }
      if (allFail && !allAcked) {
        return false;
      }
    }
    return true;
  }

  private static Categories stated(boolean resilient) {
    return Categories.NONE.with(category("c", resilient, false, true));
  }

  private static Category category(
      String name, boolean resilient, boolean sticky, boolean enabled) {
    return new Category(name, Source.API, Duration.ofSeconds(30), resilient, sticky, enabled);
  }

  private static BoardEntry[] entries(String described) {
    return described.isEmpty()
        ? new BoardEntry[0]
        : Arrays.stream(described.split(", ", -1))
            .map(one -> one.split(" ", -1))
            .map(words ->
                entry(
                    words[0],
                    words[1].equals("+"),
                    words[1].equals("a") ? Handling.NONE.acked(ACK) : Handling.NONE,
                    "c"))
            .toArray(BoardEntry[]::new);
  }

  private static BoardEntry entry(String name, boolean well, String... categories) {
    return entry(name, well, Handling.NONE, categories);
  }

  private static BoardEntry entry(
      String name, boolean well, Handling handling, String... categories) {
    return entry(name, well ? Reason.OK : Reason.UNEXPECTED_STATUS, handling, categories);
  }

  private static BoardEntry entry(
      String name, Reason reason, Handling handling, String... categories) {
    boolean well = reason.health().good();
    var sample = new Sample(NOW.toEpochMilli(), 1000, reason, well ? 200 : 500, 1);
    var verdict =
        new Verdict(reason.health(), reason, well ? Standing.UPTIME : Standing.DOWNTIME, NOW, NOW);
    var state = new State(verdict, Tally.EMPTY.with(sample), null);
    return new BoardEntry(registration(name, handling, categories), state, false, 0);
  }

  private static Registration registration(String name, Handling handling, String... categories) {
    var plain = Given.service("id-" + name.replace('@', '-'));
    var service =
        new Service(
            new Identity(plain.id(), name, plain.url()),
            plain.source(),
            plain.check(),
            plain.schedule(),
            plain.rules(),
            new Labels(List.of(), List.of(categories), Map.of()));
    return new Registration(1, service, NOW, NOW, handling);
  }

  private static List<String> names(CategoryView view) {
    return view.members().stream()
        .map(member -> member.entry().registration().service().name())
        .toList();
  }

  private static Optional<CategoryView> view(
      Categories categories, List<String> names, BoardEntry... entries) {
    return CategoryView.of(categories, names, List.of(entries), Grouping.USUAL, NOW);
  }
}
