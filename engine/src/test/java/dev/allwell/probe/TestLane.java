package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.Reason;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.DnsServer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One lane with a real way out and a name server of its own; it makes sure that each attempt ends
/// once and on the loop.
final class TestLane implements AutoCloseable {
  static final Authority AUTHORITY = new Authority();
  static final Duration LONG = Duration.ofSeconds(20);
  private static final Tls TLS = Tls.create(List.of(AUTHORITY.root()));
  private static final long PATIENCE_SECONDS = 30;
  private static final int MOST_TRIES = 10;

  final DnsServer names = new DnsServer();
  private final MultiThreadIoEventLoopGroup loops;
  private final Egress egress;
  private final Probes probes;
  private final BlockingQueue<String> wrongs = new LinkedBlockingQueue<>();

  TestLane() {
    this(Transport.best());
  }

  TestLane(Transport transport) {
    loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    egress =
        new Egress(
            loops.next(),
            Ticker.SYSTEM,
            new Guard(new OwnListeners()),
            new Egress.Settings(transport, TLS, List.of(names.address())));
    probes = new Probes(egress);
  }

  Attempt probe(Check check) {
    return probe(check, LONG);
  }

  /// What an attempt came to. One that a busy machine made void is made again, as the engine does.
  Attempt probe(Check check, Duration limit) {
    Attempt attempt;
    int tries = 0;
    do {
      attempt = start(check, limit).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } while (attempt.reason() == Reason.PAUSED && ++tries < MOST_TRIES);
    return attempt;
  }

  /// What an attempt comes to that its deadline ends. On a busy machine a target may not have got
  /// as far as it should within a short limit: then again, with a longer one.
  Attempt outlast(Check check, Duration limit, Reason wanted) {
    Attempt attempt = probe(check, limit);
    for (Duration longer = limit.multipliedBy(2);
        attempt.reason() != wanted && attempt.reason().timedOut() && longer.compareTo(LONG) < 0;
        longer = longer.multipliedBy(2)) {
      attempt = probe(check, longer);
    }
    return attempt;
  }

  CompletableFuture<Attempt> start(Check check, Duration limit) {
    var ended = new CompletableFuture<Attempt>();
    loops.execute(() ->
        probes.probe(
            check,
            limit.toNanos(),
            attempt -> {
              if (!egress.loop().inEventLoop()) {
                wrongs.add("ended off the loop: " + attempt);
              }
              if (!ended.complete(attempt)) {
                wrongs.add("ended twice: " + attempt);
              }
            }));
    return ended;
  }

  /// How many inflaters are lent to probes.
  int inflatersLent() {
    return CompletableFuture.supplyAsync(() -> probes.http().inflaters().lent(), loops).join();
  }

  /// An attempt that may be cancelled.
  Cancellable begin(Check check, Duration limit) {
    var probing = new CompletableFuture<Probing>();
    var ended = new CompletableFuture<Attempt>();
    loops.execute(() -> probing.complete(probes.probe(check, limit.toNanos(), ended::complete)));
    return new Cancellable(probing.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join(), ended);
  }

  /// See [#begin].
  final class Cancellable {
    private final Probing probing;
    final CompletableFuture<Attempt> ended;

    private Cancellable(Probing probing, CompletableFuture<Attempt> ended) {
      this.probing = probing;
      this.ended = ended;
    }

    /// Returns when it has happened.
    void cancel() {
      run(probing::cancel);
    }
  }

  /// Runs something on the lane and waits for its end.
  void run(Runnable task) {
    CompletableFuture.runAsync(task, loops).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Gives the lane something to run, and does not wait.
  void execute(Runnable task) {
    loops.execute(task);
  }

  /// Waits until something is so.
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public void close() {
    await(() -> inflatersLent() == 0);
    probes.close();
    CompletableFuture.runAsync(() -> {}, loops)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    egress.close();
    loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    names.close();
    assertThat(wrongs).isEmpty();
  }
}
