package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Change;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/// A process of its own with an engine in it, to be stopped and let go on: it prints the reason of
/// each check. Arguments: the port of its targets, and `senseless` for the broken control, whose
/// clock does not show that it stood still.
final class StoppedEngine {
  static final int SERVICES = 20;

  private StoppedEngine() {}

  public static void main(String[] words) throws Exception {
    Ticker ticker = words[1].equals("senseless") ? new Smooth() : Ticker.SYSTEM;
    var tls = Tls.create(List.of());
    var ports =
        new Engine.Ports(
            new MemoryLedger(),
            new MemorySamples(),
            new Guard(new OwnListeners()),
            new Egress.Settings(Transport.best(), tls, List.of()),
            List.of(judged -> {
              System.out.println("judged " + judged.sample().reason().code());
              judged.events().forEach(event -> System.out.println("event " + event));
            }));
    var began = Instant.now();
    long beganNanos = ticker.nanos();
    InstantSource wall = () -> began.plusNanos(ticker.nanos() - beganNanos);
    var engine = Engine.start(ports, new Engine.Clocks(ticker, wall), 100);
    int port = Integer.parseInt(words[0]);
    List<Change> all =
        IntStream.range(0, SERVICES)
            .mapToObj(i -> (Change) new Change.Put(slow("s-" + i, port)))
            .toList();
    engine.registry().submit(all).toCompletableFuture().join();
    System.out.println("runs");
    while (System.in.read() >= 0) {
      System.out.println("pauses " + engine.ownFaults().pauses());
    }
    engine.close();
  }

  private static Service slow(String id, int port) {
    var plain =
        LaneRig.checked(
            id,
            HttpCheck.of(false, new Endpoint("127.0.0.1", port), "/slow")
                .with(new HttpCheck.Conduct(3, false)));
    return new Service(
        plain.identity(),
        plain.source(),
        plain.check(),
        new Schedule(Duration.ofSeconds(2), Duration.ofSeconds(2), 0, Duration.ZERO),
        Rules.DEFAULT,
        plain.labels());
  }

  /// Hides each gap.
  private static final class Smooth implements Ticker {
    private static final long MOST = 100_000_000;
    private long last = System.nanoTime();
    private long shown = last;

    @Override
    public synchronized long nanos() {
      long now = System.nanoTime();
      shown += Math.min(now - last, MOST);
      last = now;
      return shown;
    }
  }
}
