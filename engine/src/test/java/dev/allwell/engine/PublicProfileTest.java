package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Policy;
import dev.allwell.egress.Policy.Profile;
import dev.allwell.egress.Prefix;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Change;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A whole engine under each profile, and a name of two addresses at one of which somebody is well.
/// That one plays an address of the public internet: the policy excepts it. The other is private to
/// this machine.
class PublicProfileTest {
  private static final long PATIENCE_SECONDS = 60;
  private final Tls tls = Tls.create(List.of());
  private final DnsServer names = new DnsServer();
  private final SickTarget target = SickTarget.playing(Sickness.healthy(200, ""));

  @BeforeEach
  void name() {
    names.with(
        "mixed.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("127.0.0.2", 30));
    names.with("one.test", DnsRecord.address("127.0.0.1", 30));
  }

  @AfterEach
  void close() {
    target.close();
    names.close();
    tls.close();
  }

  @Test
  void aNameWithOnePrivateAnswerIsRefused() throws Exception {
    try (var engine = start(Profile.PUBLIC, "127.0.0.1")) {
      var mixed = checked(engine, "mixed.test");
      assertThat(reason(mixed)).isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(mixed.state().detail())
          .isEqualTo("127.0.0.2 is no address of the public internet");
      assertThat(target.accepted()).isZero();
      assertThat(reason(checked(engine, "one.test"))).isEqualTo(Reason.OK);
    }
  }

  @Test
  void itIsNotWhereNothingButTheFloorHolds() throws Exception {
    try (var engine = start(Profile.SELF_HOSTED)) {
      assertThat(reason(checked(engine, "mixed.test"))).isEqualTo(Reason.OK);
    }
  }

  private Engine start(Profile profile, String... allowed) {
    var policy = new Policy(profile, Stream.of(allowed).map(Prefix::parse).toList());
    var egress = new Egress.Settings(Transport.best(), tls, List.of(names.address()));
    var guard = new Guard(new OwnListeners(), policy);
    var ports = new Engine.Ports(new MemoryLedger(), new MemorySamples(), guard, egress, List.of());
    return Engine.start(ports, Engine.Clocks.SYSTEM, 16);
  }

  private BoardEntry checked(Engine engine, String host) throws Exception {
    var service =
        new Service(
            new Identity(host, host, "http://" + host + "/"),
            Source.API,
            HttpCheck.of(false, new Endpoint(host, target.port()), "/"),
            new Schedule(Duration.ofDays(1), Duration.ofSeconds(20), 0, Duration.ZERO),
            Rules.DEFAULT,
            Labels.NONE);
    var put = List.<Change>of(new Change.Put(service));
    engine.registry().submit(put).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) { // one that a machine that stood still made void tells nothing
      var entry =
          engine
              .checkNow(host)
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .orElseThrow();
      if (entry.state().tally().latest().filter(last -> !last.reason().ours()).isPresent()) {
        return entry;
      }
      assertThat(System.nanoTime() - end).as("patience ended").isNegative();
    }
  }

  private static Reason reason(BoardEntry entry) {
    return entry.state().tally().latest().orElseThrow().reason();
  }
}
