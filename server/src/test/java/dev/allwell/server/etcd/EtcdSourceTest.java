package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.LedgerException;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.testkit.Relay;
import dev.allwell.testkit.process.Etcd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the keys of a real etcd in a registry.
class EtcdSourceTest {
  private static final Mirror.Rhythm RHYTHM =
      new Mirror.Rhythm(
          Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMillis(200));

  @TempDir private Path folder;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<String> summaries = new CopyOnWriteArrayList<>();
  private BoardRig rig;
  private Etcd etcd;
  private Relay relay;

  @BeforeEach
  void start() {
    rig = open(new BoardRig(InstantSource.system()));
    etcd = open(Etcd.in(folder));
    relay = open(Relay.to(etcd.port()));
  }

  @AfterEach
  void stop() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private EtcdSource source() {
    var settings =
        EtcdSettings.OFF.at(List.of(EtcdAddress.parse("http://127.0.0.1:" + relay.port())));
    return open(
        EtcdSource.start(
            settings,
            Defaults.CONFIG,
            rig.registry(),
            new EtcdSource.Pace(InstantSource.system(), Ticker.SYSTEM, RHYTHM),
            summaries::add));
  }

  private void service(String name, String url) {
    etcd.put("/ft/healthcheck/" + name + "/url", url);
  }

  private void category(String key, String value) {
    etcd.put("/ft/healthcheck-categories/" + key, value);
  }

  private Set<String> watched() {
    return rig.registry().roster().all().stream().map(Registration::id).collect(Collectors.toSet());
  }

  private void awaitsWatched(String... ids) {
    Soon.holds(() -> watched().equals(Set.of(ids)), this::watched);
  }

  private Registration known(String id) {
    return rig.registry().roster().byId(id).orElseThrow();
  }

  private void awaitsUrl(String id, String url) {
    Soon.holds(
        () ->
            rig.registry()
                .roster()
                .byId(id)
                .filter(it -> it.service().url().equals(url))
                .isPresent(),
        () -> rig.registry().roster().byId(id));
  }

  private void submit(Change... changes) {
    rig.registry().submit(List.of(changes)).toCompletableFuture().join();
  }

  private static Service service(Source source, String name) {
    var keys = Map.of("name", name, "url", "tcp://127.0.0.1:1");
    return ((Definition.Defined) new Definitions(Defaults.CONFIG).read(keys, source)).service();
  }

  private boolean enabled(String category) {
    return rig.registry().roster().categories().enabled(category);
  }

  private static void awaitsProblem(EtcdSource source, String problem) {
    Soon.holds(() -> source.state().problems().contains(problem), source::state);
  }

  @Test
  void servicesComeChangeAndGoWithTheirKeys() {
    service("shop", "http://shop.test");
    var source = source();
    awaitsWatched("shop");
    etcd.put("/ft/healthcheck/shop/path", "/deep");
    awaitsUrl("shop", "http://shop.test/deep");
    service("till", "http://till.test");
    awaitsWatched("shop", "till");
    etcd.deleteAll("/ft/healthcheck/shop/");
    awaitsWatched("till");
    assertThat(known("till").service().source()).isEqualTo(Source.ETCD);
    Soon.holds(() -> source.state().stated().services() == 1);
    assertThat(summaries)
        .contains("1 added (shop)", "1 changed (shop)", "1 added (till)", "1 removed (shop)");
  }

  @Test
  void whatAChangeDoesNotTouchStaysTheVerySame() {
    service("shop", "http://shop.test");
    service("till", "http://till.test");
    source();
    awaitsWatched("shop", "till");
    var till = known("till");
    var shop = known("shop");
    etcd.put("/ft/healthcheck/shop/ack", "we know");
    Soon.holds(() -> known("shop").ack(Instant.now()).isPresent());
    assertThat(known("till")).isSameAs(till);
    assertThat(known("shop").number()).isEqualTo(shop.number());
    assertThat(known("shop").ack(Instant.now()).orElseThrow().message()).isEqualTo("we know");
    etcd.delete("/ft/healthcheck/shop/ack");
    Soon.holds(() -> known("shop").ack(Instant.now()).isEmpty());
    assertThat(known("till")).isSameAs(till);
  }

  @Test
  void categoriesDecideHowOftenIsChecked() {
    service("shop", "http://shop.test");
    source();
    awaitsWatched("shop");
    assertThat(known("shop").schedule().interval()).isEqualTo(Category.ETCD_PERIOD);
    category("read/period_seconds", "15");
    etcd.put("/ft/healthcheck/shop/categories", "read");
    Soon.holds(() -> known("shop").schedule().interval().toSeconds() == 15, () -> known("shop"));
    category("default/period_seconds", "7");
    Soon.holds(() -> known("shop").schedule().interval().toSeconds() == 7, () -> known("shop"));
    etcd.deleteAll("/ft/healthcheck-categories/");
    Soon.holds(() -> known("shop").schedule().interval().toSeconds() == 60, () -> known("shop"));
    assertThat(rig.registry().roster().categories().stated()).isEmpty();
  }

  @Test
  void theWholeIsAcknowledgedAndNoMore() {
    source();
    etcd.put("/ft/config/aggregate-healthcheck/cluster-ack", "moving house");
    Soon.holds(() ->
        rig.registry()
            .roster()
            .categories()
            .ack(Instant.now())
            .filter(it -> it.message().equals("moving house"))
            .isPresent());
    etcd.delete("/ft/config/aggregate-healthcheck/cluster-ack");
    Soon.holds(() -> rig.registry().roster().categories().ack(Instant.now()).isEmpty());
  }

  @Test
  void ofAServiceThatIsOfTheApiTheFirstStaysUntilItGoes() {
    submit(new Change.Put(service(Source.API, "shop")));
    service("shop", "http://shop.test");
    service("till", "http://till.test");
    var source = source();
    awaitsWatched("shop", "till");
    assertThat(known("shop").service().source()).isEqualTo(Source.API);
    awaitsProblem(
        source, "/ft/healthcheck/shop: id: \"shop\" is already defined by the source api");
    submit(new Change.Remove("shop", Source.API));
    awaitsUrl("shop", "http://shop.test/__health");
    Soon.holds(() -> source.state().problems().isEmpty());
  }

  @Test
  void whatAFileStatesShadowsItAndLetsItGoAgain() {
    service("shop", "http://shop.test");
    service("till", "http://till.test");
    var source = source();
    awaitsWatched("shop", "till");
    submit(new Change.Replace(List.of(service(Source.FILE, "shop"), service(Source.FILE, "till"))));
    assertThat(known("shop").service().source()).isEqualTo(Source.FILE);
    service("shop", "http://other.test");
    etcd.deleteAll("/ft/healthcheck/till/");
    awaitsProblem(
        source, "/ft/healthcheck/shop: id: \"shop\" is already defined by the source file");
    submit(new Change.Replace(List.of()));
    awaitsUrl("shop", "http://other.test/__health");
    awaitsWatched("shop");
    Soon.holds(() -> source.state().problems().isEmpty());
  }

  @Test
  void aServiceWhoseUrlGetsSpoiledStaysAsItWas() {
    service("shop", "http://shop.test");
    var source = source();
    awaitsWatched("shop");
    service("shop", "nonsense");
    awaitsProblem(
        source,
        "/ft/healthcheck/shop/url: expected a url that begins with http:// or https:// and a host");
    assertThat(known("shop").service().url()).isEqualTo("http://shop.test/__health");
    service("shop", "http://new.test");
    awaitsUrl("shop", "http://new.test/__health");
    Soon.holds(() -> source.state().problems().isEmpty());
  }

  @Test
  void whileEtcdIsGoneAllStaysAndIsCalledStale() {
    service("shop", "http://shop.test");
    category("read/sticky", "true");
    var source = source();
    awaitsWatched("shop");
    Soon.holds(() -> source.state().mirror().fresh());
    etcd.kill();
    Soon.holds(() -> !source.state().mirror().fresh());
    assertThat(source.state().mirror().why()).isNotEmpty();
    assertThat(watched()).containsExactly("shop");
    assertThat(rig.registry().roster().categories().stated()).containsOnlyKeys("read");
    assertThat(source.alive()).isTrue();
    etcd.start();
    etcd.deleteAll("/ft/healthcheck/shop/");
    service("till", "http://till.test");
    relay.lead(etcd.port());
    awaitsWatched("till");
    Soon.holds(() -> source.state().mirror().fresh());
  }

  @Test
  void whatWasKnownBeforeAStartHoldsUntilEtcdIsRead() {
    submit(new Change.Put(service(Source.ETCD, "old")));
    relay.cut();
    var source = source();
    Soon.holds(() -> source.state().mirror().counts().failures() > 1);
    assertThat(watched()).containsExactly("old");
    service("new", "http://new.test");
    relay.lead(etcd.port());
    awaitsWatched("new");
  }

  @Test
  void aTripIsWrittenToEtcdAndAPersonSwitchesItOnThere() {
    category("read/sticky", "true");
    source();
    Soon.holds(() -> rig.registry().roster().categories().of("read").sticky());
    submit(new Change.Trip("read"));
    Soon.holds(() -> etcd.get("/ft/healthcheck-categories/read/enabled").equals("false"));
    assertThat(enabled("read")).isFalse();
    category("read/enabled", "true");
    Soon.holds(() -> enabled("read"));
    submit(new Change.Trip("read"));
    Soon.holds(() -> etcd.get("/ft/healthcheck-categories/read/enabled").equals("false"));
  }

  @Test
  void aPersonWhoSwitchesItOnHereSwitchesItOnThere() {
    category("read/sticky", "true");
    source();
    Soon.holds(() -> rig.registry().roster().categories().of("read").sticky());
    submit(new Change.Trip("read"));
    Soon.holds(() -> !rig.registry().roster().categories().of("read").enabled());
    category("write/sticky", "true"); // comes with a later turn, so that the one before has ended
    Soon.holds(() -> rig.registry().roster().categories().of("write").sticky());
    submit(new Change.Mend("read"));
    Soon.holds(() -> etcd.get("/ft/healthcheck-categories/read/enabled").equals("true"));
    Soon.holds(() -> enabled("read"));
  }

  @Test
  void aTripWhileEtcdIsGoneIsWrittenWhenItIsBack() {
    category("read/sticky", "true");
    var source = source();
    Soon.holds(() -> rig.registry().roster().categories().of("read").sticky());
    relay.cut();
    Soon.holds(() -> !source.state().mirror().fresh());
    submit(new Change.Trip("read"));
    relay.lead(etcd.port());
    Soon.holds(() -> etcd.get("/ft/healthcheck-categories/read/enabled").equals("false"));
    assertThat(enabled("read")).isFalse();
  }

  @Test
  void whatAPersonWroteWhileEtcdWasGoneForUsWinsOverATrip() {
    category("read/sticky", "true");
    category("read/enabled", "true");
    var source = source();
    Soon.holds(() -> rig.registry().roster().categories().of("read").sticky());
    Soon.holds(() -> source.state().stated().categories() == 1);
    relay.cut();
    Soon.holds(() -> !source.state().mirror().fresh());
    submit(new Change.Trip("read"));
    assertThat(enabled("read")).isFalse();
    category("read/enabled", "true");
    relay.lead(etcd.port());
    Soon.holds(() -> enabled("read"));
    assertThat(etcd.get("/ft/healthcheck-categories/read/enabled")).isEqualTo("true");
  }

  @Test
  void whatTheStoreCannotRecordIsTakenOverOnceItCan() {
    rig.storeFails(new LedgerException("full"));
    service("shop", "http://shop.test");
    var source = source();
    Soon.holds(() -> source.state().mirror().fresh());
    rig.storeFails(null);
    awaitsWatched("shop");
  }

  @Test
  void tenThousandServicesAreTakenOverAndOneChangeTouchesOne() {
    var keys = new TreeMap<String, String>();
    for (int i = 0; i < 10_000; i++) {
      keys.put("/ft/healthcheck/s" + i + "/url", "http://s.test:" + (i + 1));
      keys.put("/ft/healthcheck/s" + i + "/categories", "read,write");
    }
    etcd.putAll(keys);
    var source = source();
    Soon.holds(() -> rig.registry().roster().size() == 10_000, source::state);
    var before = Collections.<Registration>newSetFromMap(new IdentityHashMap<>());
    before.addAll(rig.registry().roster().all());
    service("s77", "http://other.test");
    awaitsUrl("s77", "http://other.test/__health");
    var touched = new HashSet<String>();
    for (var registration : rig.registry().roster().all()) {
      if (!before.contains(registration)) {
        touched.add(registration.id());
      }
    }
    assertThat(touched).containsExactly("s77");
    assertThat(source.state().keys()).isEqualTo(20_000);
  }
}
