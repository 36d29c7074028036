package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.BoardRig;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.web.SharedViews.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Views over a board that the test fills; a look at it asks for the time, and the test can hold it
/// there.
class SharedViewsTest {
  private final BoardRig rig = new BoardRig(InstantSource.fixed(WebRig.NOW));
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong costNanos = new AtomicLong();
  private final AtomicInteger views = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final SharedViews shared = shared(nanos::get);

  private SharedViews shared(Ticker ticker) {
    return new SharedViews(rig.aggregate(this::now), rig.registry(), ticker);
  }

  /// The clock of a look: it stands for all that a look costs.
  private Instant now() {
    views.incrementAndGet();
    try {
      assertThat(gate.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    nanos.addAndGet(costNanos.get());
    return WebRig.NOW;
  }

  @AfterEach
  void stop() throws InterruptedException {
    gate.countDown();
    for (var thread : threads) {
      thread.join();
    }
    rig.close();
  }

  private void watch(String name, Reason reason, String... categories) {
    rig.add(List.of(service(name, categories)));
    rig.post(name, WebRig.state(null, reason));
  }

  private static Service service(String name, String... categories) {
    var labels = new Labels(List.of(), List.of(categories), Map.of());
    return WebRig.service(name, name, Source.API, labels);
  }

  private CompletableFuture<Answer> ask(String... names) {
    var answer = new CompletableFuture<Answer>();
    threads.add(
        Thread.ofPlatform()
            .start(() -> {
              try {
                answer.complete(shared.view(List.of(names)));
              } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
              }
            }));
    return answer;
  }

  private static boolean good(Answer answer) {
    return switch (answer) {
      case Answer.Seen(var view) -> view.goodToGo();
      case Answer.Unknown() -> throw new AssertionError("unknown");
      case Answer.Crowded() -> throw new AssertionError("crowded");
    };
  }

  private void awaitAllWait() {
    await(() -> threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING));
  }

  private static void await(BooleanSupplier wanted) {
    long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("waited for two minutes").isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void anAnswerIsNeverOlderThanItsQuestion() {
    watch("ape", Reason.OK);
    for (int i = 0; i < 200; i++) {
      var reason = i % 2 == 0 ? Reason.CONNECT_REFUSED : Reason.OK;
      rig.post("ape", WebRig.state(null, reason));
      assertThat(good(shared.view(List.of("default")))).isEqualTo(i % 2 == 1);
    }
  }

  @Test
  void whoAsksDuringALookWaitsWithAllOthersForTheNextOne() {
    watch("ape", Reason.OK, "read");
    assertThat(good(shared.view(List.of("default", "nobody")))).as("who is known, is").isTrue();
    gate = new CountDownLatch(1);
    var first = ask("default");
    await(() -> views.get() == 2);
    var others = new ArrayList<CompletableFuture<Answer>>();
    for (int i = 0; i < 5; i++) {
      others.add(ask("default"));
      others.add(ask("read", "default"));
      others.add(ask("default", "nobody", "read"));
    }
    threads.removeFirst(); // it waits at the gate, and not forever
    awaitAllWait();
    rig.post("ape", WebRig.state(null, Reason.CONNECT_REFUSED));

    gate.countDown();

    first.join();
    assertThat(others).noneMatch(other -> good(other.join()));
    assertThat(views).as("two by then, and one for each set of the others").hasValue(4);
  }

  @Test
  void lookingIsFollowedByThreeTimesAsMuchRestAndASecondAtMost() {
    watch("ape", Reason.OK);
    costNanos.set(10_000_000);
    assertThat(good(shared.view(List.of("default")))).isTrue();
    assertThat(shared.restNanos()).isEqualTo(30_000_000);

    nanos.addAndGet(30_000_000);
    costNanos.set(5_000_000_000L);
    assertThat(good(shared.view(List.of("default")))).isTrue();
    assertThat(shared.restNanos()).isEqualTo(1_000_000_000);
  }

  @Test
  void moreSetsThanOneLookTakesAreRefused() {
    var names = IntStream.rangeClosed(0, SharedViews.MOST_SETS).mapToObj(i -> "c" + i).toList();
    watch("ape", Reason.OK, names.toArray(String[]::new));
    assertThat(good(shared.view(List.of("c0")))).as("names are known from here on").isTrue();
    gate = new CountDownLatch(1);
    var first = ask("default");
    await(() -> views.get() == 2);
    var others = names.subList(0, SharedViews.MOST_SETS).stream().map(this::ask).toList();
    threads.removeFirst();
    awaitAllWait();

    var last = names.getLast();
    assertThat(shared.view(List.of(last))).isEqualTo(new Answer.Crowded());

    gate.countDown();
    assertThat(good(first.join())).isTrue();
    assertThat(others).allMatch(other -> good(other.join()));
    assertThat(good(shared.view(List.of(last)))).isTrue();
  }

  @Test
  void namesThatNobodyKnowsAreNotLookedFor() {
    watch("ape", Reason.OK);
    assertThat(shared.view(List.of("nobody"))).isEqualTo(new Answer.Unknown());
    assertThat(shared.view(List.of())).isEqualTo(new Answer.Unknown());
    assertThat(views).hasValue(0);

    watch("bee", Reason.OK, "nobody");
    assertThat(good(shared.view(List.of("nobody")))).isTrue();
  }

  @Test
  void aLookThatFailsFailsForThoseWhoWaitedAlone() {
    watch("ape", Reason.OK);
    costNanos.set(0);
    var failing =
        new SharedViews(
            rig.aggregate(() -> {
              if (views.incrementAndGet() == 1) {
                throw new IllegalStateException("no time");
              }
              return WebRig.NOW;
            }),
            rig.registry(),
            Ticker.SYSTEM);

    assertThatThrownBy(() -> failing.view(List.of("default"))).hasRootCauseMessage("no time");
    assertThat(good(failing.view(List.of("default")))).isTrue();
  }
}
