package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Change;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Health;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A whole engine whose name servers are silent: nobody is blamed. The control: one that answers,
/// if only that it cannot tell, leaves it with the name.
class SilentResolverTest {
  private static final long PATIENCE_SECONDS = 60;
  private final Tls tls = Tls.create(List.of());

  @AfterEach
  void close() {
    tls.close();
  }

  @Test
  void silenceOfAllNameServersIsOurs() throws Exception {
    try (var server = new DnsServer().suffering(DnsSickness.SILENT);
        var engine = start(server)) {
      watch(engine);
      await(() -> engine.ownFaults().attempts(Reason.NO_RESOLVER) > 0);
      assertThat(health(engine)).isEqualTo(Health.UNKNOWN);
    }
  }

  @Test
  void anErrorOfANameServerIsTheNames() throws Exception {
    try (var server = new DnsServer().suffering(DnsSickness.SERVFAIL);
        var engine = start(server)) {
      watch(engine);
      await(() -> health(engine) == Health.DEAD);
      assertThat(engine.byName("named").orElseThrow().state().verdict().reason())
          .isEqualTo(Reason.DNS_FAILED);
    }
  }

  private Engine start(DnsServer names) {
    var egress = new Egress.Settings(Transport.best(), tls, List.of(names.address()));
    var ports =
        new Engine.Ports(
            new MemoryLedger(),
            new MemorySamples(),
            new Guard(new OwnListeners()),
            egress,
            List.of());
    return Engine.start(ports, Engine.Clocks.SYSTEM, 16);
  }

  private static void watch(Engine engine) throws Exception {
    var service =
        new Service(
            new Identity("named", "named", "http://named.test/"),
            Source.API,
            HttpCheck.of(false, new Endpoint("named.test", 80), "/"),
            new Schedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Duration.ZERO),
            Rules.DEFAULT,
            Labels.NONE);
    engine
        .registry()
        .submit(List.of(new Change.Put(service)))
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Health health(Engine engine) {
    return engine.byName("named").orElseThrow().health();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
