package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.TcpCheck;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class TcpProbeTest {
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void aPortThatAcceptsIsWell() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      assertThat(lane.probe(Checks.tcp(target, false)).reason()).isEqualTo(Reason.OK);
      TestLane.await(() -> target.ended() == 1);
    }
  }

  @Test
  void aPortThatRefusesIsNot() {
    try (var port = new ClosedPort()) {
      var check = TcpCheck.of(new Endpoint("127.0.0.1", port.number()), false);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.CONNECT_REFUSED);
    }
  }

  @Test
  void aHandshakeIsMadeWhenAskedFor() {
    try (var good =
            SickTarget.playingOverTls(TestLane.AUTHORITY.forLoopback(), Sickness.hanging());
        var expired = SickTarget.playingOverTls(TestLane.AUTHORITY.expired(), Sickness.hanging());
        var plain = SickTarget.playing(wire -> wire.write("220 mail.test ESMTP\r\n"));
        var resetting = SickTarget.playing(Sickness.resettingAtOnce())) {
      Attempt attempt = lane.probe(Checks.tcp(good, true));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      assertThat(attempt.phases().tls()).isPositive();
      assertThat(lane.probe(Checks.tcp(expired, true)).reason()).isEqualTo(Reason.TLS_CERTIFICATE);
      assertThat(lane.probe(Checks.tcp(plain, true)).reason()).isEqualTo(Reason.TLS_FAILED);
      assertThat(lane.probe(Checks.tcp(resetting, true)).reason())
          .isIn(Reason.RESET, Reason.TLS_FAILED); // as our read or our write met it
    }
  }
}
