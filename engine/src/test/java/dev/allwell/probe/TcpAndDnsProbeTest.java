package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import dev.allwell.model.TcpCheck;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import dev.allwell.testkit.Ports;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LogWatch.class)
class TcpAndDnsProbeTest {
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Nested
  class Tcp {
    @Test
    void aPortThatAcceptsIsWell() {
      try (var target = SickTarget.playing(Sickness.hanging())) {
        assertThat(lane.probe(Checks.tcp(target, false)).reason()).isEqualTo(Reason.OK);
        TestLane.await(() -> target.ended() == 1);
      }
    }

    @Test
    void aPortThatRefusesIsNot() {
      var check = new TcpCheck(new Endpoint("127.0.0.1", Ports.closed()), false, Route.DEFAULT);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.CONNECT_REFUSED);
    }

    @Test
    void aHandshakeIsMadeWhenAskedFor() {
      try (var good =
              SickTarget.playingOverTls(TestLane.AUTHORITY.forLoopback(), Sickness.hanging());
          var expired =
              SickTarget.playingOverTls(TestLane.AUTHORITY.expired(), Sickness.hanging());
          var plain = SickTarget.playing(wire -> wire.write("220 mail.test ESMTP\r\n"));
          var resetting = SickTarget.playing(Sickness.resettingAtOnce())) {
        Attempt attempt = lane.probe(Checks.tcp(good, true));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        assertThat(attempt.phases().tls()).isPositive();
        assertThat(lane.probe(Checks.tcp(expired, true)).reason())
            .isEqualTo(Reason.TLS_CERTIFICATE);
        assertThat(lane.probe(Checks.tcp(plain, true)).reason()).isEqualTo(Reason.TLS_FAILED);
        assertThat(lane.probe(Checks.tcp(resetting, true)).reason())
            .isIn(Reason.RESET, Reason.TLS_FAILED); // as our read or our write met it
      }
    }
  }

  @Nested
  class Dns {
    private final DnsServer server =
        new DnsServer()
            .with(
                "a.test",
                DnsRecord.address("192.0.2.1", 30),
                DnsRecord.address("2001:db8::1", 30),
                DnsRecord.mail(10, "mail.test", 30),
                DnsRecord.text("hello", 30),
                DnsRecord.service(443, "host.test", 30))
            .with("www.test", DnsRecord.alias("a.test", 30));

    @AfterEach
    void close() {
      server.close();
    }

    @ParameterizedTest
    @EnumSource(DnsCheck.Type.class)
    void eachTypeCanBeAskedFor(DnsCheck.Type type) {
      Attempt attempt = ask(type == DnsCheck.Type.CNAME ? "www.test" : "A.test", type);
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      assertThat(attempt.phases().firstByte()).isPositive();
      assertThat(server.questions().getLast().type()).isEqualTo(type.number());
    }

    @Test
    void aNameThatDoesNotExistIsNotWhatWasExpected() {
      Attempt attempt = ask("no.test", DnsCheck.Type.A);
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.status()).isEqualTo(3);
    }

    @Test
    void anAnswerWithoutSuchARecordIsNotEither() {
      Attempt attempt = ask("www.test", DnsCheck.Type.A);
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.status()).isZero();
    }

    @Test
    void aServerInTroubleSaysSo() {
      server.suffering(DnsSickness.SERVFAIL);
      Attempt attempt = ask("a.test", DnsCheck.Type.A);
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.status()).isEqualTo(2);
    }

    @Test
    void anAnswerThatDoesNotFitIsFetchedByTcp() {
      server.suffering(DnsSickness.TRUNCATING);
      assertThat(ask("a.test", DnsCheck.Type.A).reason()).isEqualTo(Reason.OK);
      assertThat(server.questions().getLast().overTcp()).isTrue();
    }

    @Test
    void aForgersAnswerIsLetPass() {
      server.suffering(DnsSickness.FORGED_FIRST);
      assertThat(ask("a.test", DnsCheck.Type.A).reason()).isEqualTo(Reason.OK);
    }

    @Test
    void garbageIsABadResponse() {
      server.suffering(DnsSickness.GARBAGE);
      assertThat(ask("a.test", DnsCheck.Type.A).reason()).isEqualTo(Reason.BAD_RESPONSE);
    }

    @Test
    void nobodyAtThePortRefuses() {
      var check =
          new DnsCheck(
              new Endpoint("127.0.0.1", Ports.closed()), "a.test", DnsCheck.Type.A, Route.DEFAULT);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.CONNECT_REFUSED);
    }

    @Test
    void theGuardStandsBeforeNameServersToo() {
      var check =
          new DnsCheck(
              new Endpoint("169.254.169.253", 53), "a.test", DnsCheck.Type.A, Route.DEFAULT);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
    }

    private Attempt ask(String name, DnsCheck.Type type) {
      return lane.probe(
          new DnsCheck(new Endpoint("127.0.0.1", server.port()), name, type, Route.DEFAULT));
    }
  }
}
