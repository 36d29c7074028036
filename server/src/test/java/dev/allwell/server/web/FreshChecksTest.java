package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Member;
import dev.allwell.model.Category;
import dev.allwell.model.Service;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshChecksTest {
  private final BoardRig rig = new BoardRig(InstantSource.fixed(WebRig.NOW));
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<BoardEntry>> endless = new CompletableFuture<>();

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<Member> members(String... names) {
    var services = new ArrayList<Service>();
    for (var name : names) {
      services.add(WebRig.service(name, name));
    }
    rig.add(services);
    return rig.aggregate(InstantSource.fixed(WebRig.NOW))
        .view(List.of(Category.DEFAULT))
        .orElseThrow()
        .members();
  }

  private CompletionStage<Optional<BoardEntry>> ends(String id) {
    asked.add(id);
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletionStage<Optional<BoardEntry>> hangs(String id) {
    asked.add(id);
    return endless;
  }

  @Test
  void aServiceIsCheckedOnceInFiveSeconds() {
    var checks = new FreshChecks(this::ends, nanos::get);
    var two = members("a", "b");

    checks.await(two);
    checks.await(two);
    nanos.addAndGet(FreshChecks.REST.toNanos() - 1);
    checks.await(two);
    assertThat(asked).containsExactly("a", "b");

    nanos.incrementAndGet();
    checks.await(two);
    assertThat(asked).containsExactly("a", "b", "a", "b");
  }

  @Test
  void whoAsksAtTheSameTimeWaitsForTheSameCheck() throws Exception {
    var checks = new FreshChecks(this::hangs, Ticker.SYSTEM, Duration.ofMinutes(5));
    var one = members("a");
    var done = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Thread.ofVirtual()
          .start(() -> {
            checks.await(one);
            done.countDown();
          });
    }
    await(() -> asked.size() == 1);
    assertThat(done.getCount()).isEqualTo(4);

    endless.complete(Optional.empty());

    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(asked).containsExactly("a");
  }

  @Test
  void aCheckThatNeverEndsIsNotWaitedForLongerThanPatienceAndNotAskedForAgain() {
    var checks = new FreshChecks(this::hangs, nanos::get, Duration.ofMillis(1));
    var one = members("a");

    checks.await(one);
    nanos.addAndGet(FreshChecks.REST.toNanos());
    checks.await(one);

    assertThat(asked).containsExactly("a");
  }

  @Test
  void patienceLeavesRoomWithinNineSeconds() {
    assertThat(FreshChecks.PATIENCE).isLessThanOrEqualTo(Duration.ofSeconds(7));
  }

  private static void await(BooleanSupplier wanted) {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime() - until).isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
