package dev.allwell.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.LedgerException;
import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.export.Exposition;
import dev.allwell.server.export.OwnMetrics;
import dev.allwell.server.export.StoreReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final BoardRig rig = new BoardRig(InstantSource.system());
  private final List<Config> taken = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private @Nullable Reloader reloader;

  @AfterEach
  void stop() {
    if (reloader != null) {
      reloader.close();
    }
    rig.close();
  }

  private Path file() {
    return folder.resolve("allwell.yaml");
  }

  private Reloader start(Path path) {
    return start(path, taken::add, Ticker.SYSTEM);
  }

  private Reloader start(Path path, Consumer<Config> listener, Ticker ticker) {
    var origin = new Origin(path, Map.of(), Config.byDefault(), Overrides.NONE);
    var first = (Reading.Good) origin.read();
    var listening =
        new Reloader.Listener() {
          @Override
          public List<String> took(Config config) {
            listener.accept(config);
            return List.of();
          }

          @Override
          public void changed(String summary) {
            said.add(summary);
          }
        };
    var started = Reloader.start(first, rig.registry(), listening, InstantSource.system(), ticker);
    reloader = started;
    return started;
  }

  /// A file of services with these names.
  private static String services(String... names) {
    var text = new StringBuilder("services:\n");
    for (var name : names) {
      text.append("  - {name: ").append(name).append(", url: \"tcp://127.0.0.1:1\"}\n");
    }
    return text.toString();
  }

  @Test
  void whatServicesAreForAndWhatIsKnownOfThemIsTakenOverWithThem() throws IOException {
    Files.writeString(file(), "categories: {read: {sticky: true}}\ncluster-ack: moving\n");
    try (var reloader = start(file())) {
      var first = rig.registry().roster().categories();
      assertThat(first.of("read").sticky()).isTrue();
      assertThat(first.ack(Instant.now()).orElseThrow().message()).isEqualTo("moving");

      Files.writeString(file(), services("one"));
      await(reloader, state -> state.summary().startsWith("1 added"));

      var second = rig.registry().roster().categories();
      assertThat(second.knows("read")).isFalse();
      assertThat(second.ack(Instant.now())).isEmpty();

      Files.writeString(file(), services("one") + "categories: {write: {}}\n");
      await(reloader, state -> state.summary().equals("categories changed"));
    }
  }

  private List<String> watched() {
    return rig.registry().roster().all().stream().map(Registration::id).sorted().toList();
  }

  private static void await(BooleanSupplier wanted) {
    long until = System.nanoTime() + LONG.toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("waited for %s", LONG).isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static ReloadState await(Reloader reloader, Predicate<ReloadState> wanted) {
    await(() -> wanted.test(reloader.state()));
    return reloader.state();
  }

  private void awaitWatched(String... names) {
    await(() -> watched().equals(List.of(names)));
  }

  @Test
  void whatTheFileSaysIsThereAtOnce() throws IOException {
    Files.writeString(file(), services("a", "b"));
    var state = start(file()).state();
    assertThat(watched()).containsExactly("a", "b");
    assertThat(state.good()).isTrue();
    assertThat(state.summary()).isEqualTo("2 added, 0 changed, 0 removed, 0 unchanged");
    assertThat(state.applied()).isPresent();
  }

  @Test
  void aFileThatIsMovedIntoPlaceIsTakenOver() throws IOException {
    Files.writeString(file(), services("a", "b"));
    start(file());
    var next = Files.writeString(folder.resolve("next"), services("b", "c"));
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    awaitWatched("b", "c");
  }

  @Test
  void aFileThatIsRewrittenInPlaceIsTakenOver() throws IOException {
    Files.writeString(file(), services("a"));
    start(file());
    Files.writeString(file(), services("a", "b"));
    awaitWatched("a", "b");
  }

  @Test
  void aSwapOfLinksIsTakenOver() throws IOException {
    Files.createDirectory(folder.resolve("..one"));
    Files.createDirectory(folder.resolve("..two"));
    Files.writeString(folder.resolve("..one/allwell.yaml"), services("a"));
    Files.writeString(folder.resolve("..two/allwell.yaml"), services("b"));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(file(), Path.of("..data", "allwell.yaml"));
    start(folder);
    assertThat(watched()).containsExactly("a");
    Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..two"));
    Files.move(folder.resolve("..tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    awaitWatched("b");
  }

  @Test
  void aFileMoreOrLessInAFolderCounts() throws IOException {
    Files.writeString(folder.resolve("1.yaml"), services("a"));
    start(folder);
    Files.writeString(folder.resolve("2.yaml"), services("b"));
    awaitWatched("a", "b");
    Files.delete(folder.resolve("1.yaml"));
    awaitWatched("b");
  }

  @Test
  void aBadFileChangesNothingAndSaysWhy() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    Files.writeString(file(), "services:\n  - {nam: b, url: \"tcp://127.0.0.1:1\"}\n");
    var state = await(reloader, s -> !s.good());
    assertThat(state.problems())
        .contains(file() + ":2:6: services[0].nam: unknown key, did you mean \"name\"?");
    assertThat(state.applied()).isPresent();
    assertThat(watched()).containsExactly("a");
    Files.writeString(file(), services("a", "b"));
    assertThat(await(reloader, ReloadState::good).problems()).isEmpty();
    awaitWatched("a", "b");
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    Files.writeString(file(), "");
    assertThat(await(reloader, s -> !s.good()).problems())
        .containsExactly(file() + ":1:1: is empty");
    assertThat(watched()).containsExactly("a");
  }

  @Test
  void aFileThatIsGoneChangesNothing() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    Files.delete(file());
    assertThat(await(reloader, s -> !s.good()).summary()).isEqualTo("it cannot be read");
    assertThat(watched()).containsExactly("a");
    Files.writeString(file(), services("b"));
    awaitWatched("b");
  }

  @Test
  void aSecretThatChangesIsReadAgain() throws IOException {
    var secret = Files.writeString(folder.resolve("token"), "one");
    Files.writeString(
        file(),
        "services: [{name: a, url: \"http://127.0.0.1:1/\", http: {auth: {bearer-file: token}}}]");
    start(file());
    var before = rig.registry().roster().byId("a").orElseThrow().service();
    Files.writeString(secret, "two-2");
    await(() -> !rig.registry().roster().byId("a").orElseThrow().service().equals(before));
  }

  @Test
  void itIsReadWhenSomebodyAsks() throws Exception {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    Files.writeString(file(), services("b"));
    var state = reloader.reload().toCompletableFuture().join();
    assertThat(state.good()).isTrue();
    assertThat(watched()).containsExactly("b");
    Files.writeString(file(), "nonsense");
    assertThat(reloader.reload().toCompletableFuture().join().good()).isFalse();
  }

  @Test
  void aFileThatIsHalfWrittenIsNotTakenOverWhoeverAsks() throws IOException {
    var all = services("a", "b", "c");
    Files.writeString(file(), all);
    var goesFrom = new AtomicLong(); // it stands until then
    var looks = new AtomicLong();
    var reloader =
        start(
            file(),
            taken::add,
            () -> {
              looks.incrementAndGet();
              return goesFrom.get() == 0 ? 0 : System.nanoTime() - goesFrom.get();
            });
    Files.writeString(file(), services("a")); // good by itself
    var answer = reloader.reload().toCompletableFuture();
    var other = reloader.reload().toCompletableFuture();
    long before = looks.get();
    await(() -> looks.get() > before + 20);
    assertThat(answer).isNotDone();
    assertThat(watched()).containsExactly("a", "b", "c");

    Files.writeString(file(), services("a", "b", "c", "d"));
    goesFrom.set(System.nanoTime());
    assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().summary())
        .isEqualTo("1 added, 0 changed, 0 removed, 3 unchanged");
    assertThat(other.orTimeout(60, TimeUnit.SECONDS).join().good()).isTrue();
    assertThat(watched()).containsExactly("a", "b", "c", "d");
    assertThat(taken).allMatch(each -> each.services().size() >= 3);
    assertThat(said)
        .containsExactly("3 added, 0 changed, 0 removed, 0 unchanged", answer.join().summary());
  }

  @Test
  void aFileThatNeverLiesStillIsRefusedAfterAWhileAndReadOnceItDoes() throws IOException {
    Files.writeString(file(), services("a"));
    var restless = new AtomicBoolean();
    var nanos = new AtomicLong();
    var text = new StringBuilder(services("b"));
    var reloader =
        start(
            file(),
            taken::add,
            () -> {
              if (restless.get()) {
                write(file(), text.append("# more\n").toString());
              }
              return nanos.addAndGet(100_000_000);
            });
    restless.set(true);
    var state = reloader.reload().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(state.summary()).isEqualTo("it is still being written");
    assertThat(state.problems())
        .containsExactly(
            file() + ": changed for 10 s without lying still; it is read once it does");
    assertThat(state.good()).isFalse();
    assertThat(watched()).containsExactly("a");
    restless.set(false);
    awaitWatched("b");
    await(reloader, ReloadState::good);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anErrorIsAFailedReloadAndNotTheEndOfWatching() throws IOException {
    Files.writeString(file(), services("a"));
    var failing = new AtomicBoolean();
    var reloader =
        start(
            file(),
            each -> {
              taken.add(each);
              if (failing.get()) {
                throw new StackOverflowError("as a hostile file may bring about");
              }
            },
            Ticker.SYSTEM);
    failing.set(true);
    Files.writeString(file(), services("a", "b"));
    assertThat(await(reloader, s -> !s.good()).problems())
        .containsExactly("internal error, see the log: java.lang.StackOverflowError");
    assertThat(reloader.state().last()).isEqualTo(ReloadState.Result.FAILED);
    assertThat(reloader.reload().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS))
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(StackOverflowError.class);
    assertThat(reloader.alive()).isTrue();
    failing.set(false);
    await(reloader, ReloadState::good);
    awaitWatched("a", "b");
  }

  @Test
  void whoAsksAfterTheEndIsRefused() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    reloader.close();
    assertThat(reloader.reload().toCompletableFuture()).isCompletedExceptionally();
    assertThat(reloader.alive()).isFalse();
  }

  @Test
  void keysThatTakeEffectAtTheNextStartAreNamed() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    Files.writeString(
        file(), services("a") + "listen: 127.0.0.1:1\nconcurrency: 3\negress: {profile: public}\n");
    assertThat(await(reloader, s -> !s.needRestart().isEmpty()).needRestart())
        .containsExactly("listen", "concurrency", "egress");
  }

  @Test
  void whatTheStoreCannotRecordIsTriedAgain() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    rig.storeFails(new LedgerException("the disk is full"));
    Files.writeString(file(), services("b"));
    assertThat(await(reloader, s -> !s.good()).problems()).containsExactly("the disk is full");
    assertThat(watched()).containsExactly("a");
    rig.storeFails(null);
    awaitWatched("b");
    assertThat(await(reloader, ReloadState::good).counts().failed()).isPositive();
  }

  @Test
  void aServiceOfTheApiIsShadowedAndComesBack() throws Exception {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    var plain = rig.registry().roster().byId("a").orElseThrow().service();
    var mine =
        new Service(
            new Identity("b", "b", plain.url()),
            Source.API,
            plain.check(),
            plain.schedule(),
            plain.rules(),
            plain.labels());
    rig.registry().submit(List.of(new Change.Put(mine))).toCompletableFuture().join();
    Files.writeString(file(), services("a", "b"));
    reloader.reload().toCompletableFuture().join();
    assertThat(rig.registry().roster().shadowed())
        .extracting(Registration::id)
        .containsExactly("b");
    Files.writeString(file(), services("a"));
    reloader.reload().toCompletableFuture().join();
    assertThat(rig.registry().roster().byId("b").orElseThrow().service()).isEqualTo(mine);
  }

  @Test
  void metricsTellHowItStands() throws IOException {
    Files.writeString(file(), services("a"));
    var reloader = start(file());
    Files.writeString(file(), "nonsense");
    reloader.reload().toCompletableFuture().join();
    var own =
        new OwnMetrics(
            "1",
            rig.meters(),
            rig.registry(),
            rig.supervisor(),
            () -> new StoreReading(0, 0, 0, 0, 0));
    try (own) {
      new ReloadMeters(reloader).bindTo(own.meters());
      var lines = new ArrayList<String>();
      new Exposition(rig.board(), own)
          .lines(Exposition.Format.TEXT)
          .forEachRemaining(text -> lines.addAll(text.lines().toList()));
      assertThat(lines)
          .contains("allwell_config_reload_success 0.0")
          .anyMatch(line -> line.startsWith("allwell_config_reloads_total{result=\"refused\"} "))
          .anyMatch(
              line -> line.startsWith("allwell_config_last_reload_success_timestamp_seconds 1."));
    }
  }
}
