package dev.allwell.probe;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.TlsCaps;
import dev.allwell.egress.Transport;
import dev.allwell.format.MonitorDocument;
import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.Step;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.sick.Cap;
import dev.allwell.testkit.sick.Catalogue;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One lane with a real way out, whose bounds are ours but for one that may be lifted.
final class SickLane implements AutoCloseable {
  static final Authority AUTHORITY = new Authority();
  private static final Duration TOLERANCE = Duration.ofMillis(50);
  private static final long PATIENCE_SECONDS = 60;
  private static final int ENDLESS = 1 << 30;

  /// Of what is kept, and searched, it should not be more.
  private static final int MUCH = 1 << 20;

  private final DnsServer names = new DnsServer();
  private final MultiThreadIoEventLoopGroup loops;
  private final Tls tls;
  private final Egress egress;
  private final Probes probes;
  private final AtomicInteger inFlight = new AtomicInteger();

  SickLane(Transport transport, Optional<Cap> lifted) {
    loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    var listeners = new OwnListeners();
    if (lifted.filter(Cap.OWN_LISTENERS::equals).isEmpty()) {
      listeners.announce(
          List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), Catalogue.ownPort())));
    }
    tls = Tls.create(List.of(AUTHORITY.root()), tlsWithout(lifted));
    egress =
        new Egress(
            loops.next(),
            Ticker.SYSTEM,
            new Guard(listeners),
            new Egress.Settings(transport, tls, List.of(names.address())));
    probes = new Probes(egress, lifted.map(SickLane::without).orElse(Caps.DEFAULT));
  }

  /// What came, and whether in time.
  ///
  /// @param late whether a timer on the same loop, set for the limit and 50 ms more, was faster: so
  ///   a slow machine is slow for both
  /// @param steps what somebody who watches it is shown
  record Seen(Optional<Attempt> attempt, boolean late, List<Step> steps) {}

  /// Makes an attempt and waits for its end, or until it is late.
  Seen probe(Check check, Duration limit) {
    return probe(check, limit, limit.plus(TOLERANCE));
  }

  /// As the other, with another idea of what is late.
  Seen probe(Check check, Duration limit, Duration late) {
    return begin(check, limit, late).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /// As the other, without waiting. All attempts are watched: what is shown of them is examined.
  CompletableFuture<Seen> begin(Check check, Duration limit, Duration late) {
    var first = new CompletableFuture<Seen>();
    var trace = new Trace(Ticker.SYSTEM);
    inFlight.incrementAndGet();
    loops.execute(() -> {
      probes.probe(
          check,
          limit.toNanos(),
          trace,
          attempt -> {
            inFlight.decrementAndGet();
            first.complete(new Seen(Optional.of(attempt), false, trace.steps()));
          });
      var yardstick =
          egress
              .loop()
              .schedule(
                  () -> first.complete(new Seen(Optional.empty(), true, List.of())),
                  late.toNanos(),
                  TimeUnit.NANOSECONDS);
      var _ = first.thenRun(() -> yardstick.cancel(false));
    });
    return first;
  }

  /// Attempts that were begun and have not ended; less than 0 when one ended twice.
  int inFlight() {
    return inFlight.get();
  }

  private static Caps without(Cap lifted) {
    Caps all = Caps.DEFAULT;
    return new Caps(
        lifted == Cap.WIRE ? Long.MAX_VALUE : all.wire(),
        lifted == Cap.FRAMING ? ENDLESS : all.framing(),
        lifted == Cap.LINE ? ENDLESS : all.line(),
        lifted == Cap.HEADERS ? ENDLESS : all.headers(),
        lifted == Cap.HEADER_COUNT ? ENDLESS : all.headerCount(),
        lifted == Cap.INTERIM ? ENDLESS : all.interim(),
        lifted == Cap.FRAMES ? ENDLESS : all.control(),
        lifted == Cap.RATIO ? ENDLESS : all.ratio(),
        lifted == Cap.LOCATION ? ENDLESS : all.location(),
        new MonitorDocument.Limits(
            lifted == Cap.DEPTH ? ENDLESS : all.document().depth(),
            lifted == Cap.TEXT ? ENDLESS : all.document().text(),
            lifted == Cap.NUMBER ? ENDLESS : all.document().number(),
            lifted == Cap.NAME ? ENDLESS : all.document().name()),
        new Caps.Talks(
            lifted == Cap.HEARD ? MUCH : all.talks().heard(),
            lifted == Cap.CLEAR ? MUCH : all.talks().clear(),
            lifted == Cap.POINTERS ? ENDLESS : all.talks().pointers()));
  }

  private static TlsCaps tlsWithout(Optional<Cap> lifted) {
    TlsCaps all = TlsCaps.DEFAULT;
    return new TlsCaps(
        lifted.filter(Cap.CHAIN::equals).isPresent() ? ENDLESS : all.chain(),
        lifted.filter(Cap.HANDSHAKE::equals).isPresent() ? ENDLESS : all.bytes());
  }

  /// Waits for the last attempts: their targets are gone.
  @Override
  public void close() {
    TestLane.await(() -> inFlight.get() == 0);
    probes.close();
    CompletableFuture.runAsync(() -> {}, loops)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    egress.close();
    loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    names.close();
    tls.close();
  }
}
