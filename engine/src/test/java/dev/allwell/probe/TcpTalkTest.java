package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.Reason;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TcpCheck.Talk;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class TcpTalkTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  private Attempt probe(Script script, String send, String expect) {
    return probe(script, send, expect, TestLane.LONG);
  }

  private Attempt probe(Script script, String send, String expect, Duration limit) {
    try (var target = SickTarget.playing(script)) {
      Attempt attempt = lane.probe(talk(Checks.tcp(target, false), send, expect), limit);
      TestLane.await(() -> target.accepted() == 1 && target.ended() == 1);
      return attempt;
    }
  }

  private static TcpCheck talk(TcpCheck check, String send, String expect) {
    return check.with(new Talk(null, send, expect));
  }

  @Test
  void aGreetingIsAwaited() {
    Attempt attempt = probe(saying("220 mail.test ESMTP\r\n"), "", "^220 ");
    assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
    assertThat(attempt.phases().firstByte()).isPositive();
  }

  @Test
  void anAnswerFollowsWhatWasSent() {
    var heard = new ConcurrentLinkedQueue<String>();
    Script echo =
        wire -> {
          heard.add(wire.bytes(7));
          wire.write("\u0000\u00ff+PONG");
          wire.hang();
        };
    assertThat(probe(echo, "PING\r\n\u00e9", "\\x00\\xff\\+PONG$").reason()).isEqualTo(Reason.OK);
    assertThat(heard).containsExactly("PING\r\n\u00e9");
  }

  @Test
  void sendingAloneIsEnoughWhenNothingIsExpected() {
    var heard = new ConcurrentLinkedQueue<String>();
    Script listening =
        wire -> {
          heard.add(wire.bytes(5));
          wire.hang();
        };
    assertThat(probe(listening, "hello", "").reason()).isEqualTo(Reason.OK);
    TestLane.await(() -> heard.contains("hello"));
  }

  @Test
  void aPatternIsFoundInAnyLineAndOverPieces() {
    Script dripping =
        wire -> {
          wire.drip("* noise\r\n+OK rea", Duration.ofMillis(1));
          wire.drip("dy\r\n", Duration.ofMillis(1));
          wire.hang();
        };
    assertThat(probe(dripping, "", "^\\+OK ready\r$").reason()).isEqualTo(Reason.OK);
  }

  @Test
  void aSilentPeerRunsOutOfTimeAtItsFirstByte() {
    assertThat(probe(Sickness.hanging(), "", "^220 ", SHORT).reason())
        .isEqualTo(Reason.TIMEOUT_FIRST_BYTE);
  }

  @Test
  void aPeerThatSaysSomethingElseRunsOutOfTimeLater() {
    try (var target = SickTarget.playing(saying("not yet"))) {
      var check = talk(Checks.tcp(target, false), "", "^220 ");
      assertThat(lane.outlast(check, SHORT, Reason.TIMEOUT_TRANSFER).reason())
          .isEqualTo(Reason.TIMEOUT_TRANSFER);
      TestLane.await(() -> target.ended() == target.accepted());
    }
  }

  @Test
  void aPeerThatClosesWithoutAWordClosedEarly() {
    assertThat(probe(_ -> {}, "", "^220 ").reason()).isEqualTo(Reason.CLOSED_EARLY);
  }

  @Test
  void aPeerThatSaysSomethingElseAndClosesIsNotAsExpected() {
    Attempt attempt = probe(wire -> wire.write("554 go\taway\r\nnow\r\n"), "", "^220 ");
    assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
    assertThat(attempt.detail()).isEqualTo("in the 18 bytes that came: nothing matches ^220 ");
    assertThat(attempt.truncated()).isFalse();
  }

  @Test
  void aPeerThatSaysTheRightThingAndClosesIsWell() {
    assertThat(probe(wire -> wire.write("220 x"), "", "^220 ").reason()).isEqualTo(Reason.OK);
  }

  @Test
  void whatWasSaidCountsBeforeAReset() {
    Script resetting =
        wire -> {
          wire.write("554 go away\r\n");
          Thread.sleep(50);
          wire.reset();
        };
    assertThat(probe(resetting, "", "^220 ").reason()).isEqualTo(Reason.EXPECTATION_FAILED);
  }

  @Test
  void aFloodEndsAtTheCap() {
    Script flood =
        wire -> {
          while (true) {
            wire.write("x".repeat(8192));
          }
        };
    Attempt attempt = probe(flood, "", "^220 ");
    assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
    assertThat(attempt.truncated()).isTrue();
  }

  /// Without a bound, each byte would cost a search over all before it: 1,000 million characters.
  @Test
  void aLongDripIsHeardToItsEnd() {
    Script dripping =
        wire -> {
          for (int i = 0; i < 8000; i++) {
            wire.write("y");
          }
          wire.write("\n220 \n");
          wire.hang();
        };
    assertThat(probe(dripping, "", "^220 ").reason()).isEqualTo(Reason.OK);
  }

  @Test
  void insideTlsTheSameIsHeard() {
    Script echo =
        wire -> {
          wire.write(wire.line().equals("PING") ? "+PONG\r\n" : "-ERR\r\n");
          wire.hang();
        };
    try (var target = SickTarget.playingOverTls(TestLane.AUTHORITY.forLoopback(), echo)) {
      Attempt attempt = lane.probe(talk(Checks.tcp(target, true), "PING\r\n", "^\\+PONG"));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      assertThat(attempt.phases().tls()).isPositive();
    }
  }

  private static Script saying(String text) {
    return wire -> {
      wire.write(text);
      wire.hang();
    };
  }
}
