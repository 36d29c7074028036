package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.StartTls;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TcpCheck.Talk;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.StartTlsPeer;
import io.netty.channel.local.LocalChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LogWatch.class)
class StartTlsTest {
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  private static TcpCheck check(SickTarget target, StartTls protocol, String send, String expect) {
    return TcpCheck.of(new Endpoint(target.host(), target.port()), false)
        .with(new Talk(protocol, send, expect));
  }

  private Attempt probe(Script script, StartTls protocol) {
    try (var target = SickTarget.playing(script)) {
      Attempt attempt = lane.probe(check(target, protocol, "", ""));
      TestLane.await(() -> target.accepted() == 1 && target.ended() == 1);
      return attempt;
    }
  }

  @ParameterizedTest
  @EnumSource(StartTls.class)
  void eachProtocolTurnsToTlsAndTalksInside(StartTls protocol) {
    Script inside =
        wire -> {
          wire.write(wire.line().equals("HELLO") ? "inside\r\n" : "what?\r\n");
          wire.hang();
        };
    Script peer = StartTlsPeer.speaking(protocol.word(), TestLane.AUTHORITY.forLoopback(), inside);
    try (var target = SickTarget.playing(peer)) {
      Attempt attempt = lane.probe(check(target, protocol, "HELLO\r\n", "^inside"));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      assertThat(attempt.phases().tls()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(StartTls.class)
  void theCertificateIsVerified(StartTls protocol) {
    Script peer =
        StartTlsPeer.speaking(protocol.word(), Authority.selfSigned(), Sickness.hanging());
    assertThat(probe(peer, protocol).reason()).isEqualTo(Reason.TLS_CERTIFICATE);
    try (var target = SickTarget.playing(peer)) {
      Attempt attempt = lane.probe(check(target, protocol, "", "").with(Checks.UNVERIFIED));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
    }
  }

  /// What somebody in between put behind the word that agrees would count as said inside TLS.
  @ParameterizedTest
  @EnumSource(StartTls.class)
  void wordsSlippedInBeforeTheHandshakeAreNotTaken(StartTls protocol) {
    Script clear = StartTlsPeer.agreeing(protocol.word(), "250 injected\r\n");
    Script peer =
        wire -> {
          clear.play(wire);
          wire.hang();
        };
    Attempt attempt = probe(peer, protocol);
    assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.BAD_RESPONSE);
    assertThat(attempt.detail())
        .isEqualTo("after TLS was agreed on, 14 bytes more came in the clear");
  }

  @ParameterizedTest
  @EnumSource(StartTls.class)
  void aPeerThatClosesClosedEarly(StartTls protocol) {
    // what we say first is read, else the close would be a reset
    Script closing =
        wire -> {
          String first = Opening.of(protocol, "h", new LocalChannel()).first();
          wire.bytes(first.replace("'h'", "'127.0.0.1'").length());
        };
    assertThat(probe(closing, protocol).reason()).isEqualTo(Reason.CLOSED_EARLY);
  }

  @ParameterizedTest
  @EnumSource(StartTls.class)
  void aFloodOfNoiseIsABadResponse(StartTls protocol) {
    Script noise =
        wire -> {
          while (true) {
            wire.write("<?~".repeat(1000));
          }
        };
    assertThat(probe(noise, protocol).reason()).isEqualTo(Reason.BAD_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SMTP|554 5.7.1 go away|TLS was refused: code 554",
        "IMAP|* BYE overloaded|TLS was refused: the server says BYE",
        "POP3|-ERR no|TLS was refused: the server says -ERR",
        "FTP|421 too many|TLS was refused: code 421",
        "SIEVE|BYE \"later\"|TLS was refused: the server says BYE"
      })
  void aRefusalIsToldInOurWords(StartTls protocol, String line, String words) {
    Attempt attempt = probe(wire -> wire.write(line + "\r\n"), protocol);
    assertThat(attempt.reason()).isEqualTo(Reason.TLS_FAILED);
    assertThat(attempt.detail()).isEqualTo(words);
  }

  @Test
  void aMailServerMayOfferNoTls() {
    Script peer =
        wire -> {
          wire.write("220 hi\r\n");
          wire.line();
          wire.write("250-mail.test\r\n250 NOSTARTTLS\r\n");
          wire.hang();
        };
    assertThat(probe(peer, StartTls.SMTP).detail())
        .isEqualTo("TLS was refused: STARTTLS is not offered");
  }

  @Test
  void aDatabaseMayRefuse() {
    Script postgres =
        wire -> {
          wire.bytes(8);
          wire.write("N");
          wire.hang();
        };
    Script mysql =
        wire -> {
          wire.write(StartTlsPeer.mysqlGreeting(0xf7ff));
          wire.hang();
        };
    Script blocked = wire -> wire.write("\u0017\0\0\0\u00ffi\u0004Host is blocked now.");
    assertThat(probe(postgres, StartTls.POSTGRES).reason()).isEqualTo(Reason.TLS_FAILED);
    assertThat(probe(mysql, StartTls.MYSQL).detail())
        .isEqualTo("TLS was refused: the server does not speak TLS");
    assertThat(probe(blocked, StartTls.MYSQL).detail()).isEqualTo("TLS was refused: error 1129");
  }

  @Test
  void aDirectoryMayRefuse() {
    Script peer =
        wire -> {
          wire.bytes(31);
          wire.write("0\u0010\2\1\1x\u000b\n\0014\4\0\4\4busy");
          wire.hang();
        };
    assertThat(probe(peer, StartTls.LDAP).detail()).isEqualTo("TLS was refused: result code 52");
  }

  @Test
  void aStreamMayEndInFailure() {
    String header = "<?xml version='1.0'?><stream:stream xmlns:stream='x'>";
    String tls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    Script failing =
        wire -> {
          wire.write(header + "<stream:features>" + tls + "</stream:features>");
          wire.write("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>");
          wire.hang();
        };
    Script error =
        wire -> {
          wire.write(header + "<stream:error><host-unknown xmlns='y'/></stream:error>");
          wire.hang();
        };
    Script none =
        wire -> {
          wire.write(header + "<stream:features/>");
          wire.hang();
        };
    assertThat(probe(failing, StartTls.XMPP).detail())
        .isEqualTo("TLS was refused: the server says failure");
    assertThat(probe(error, StartTls.XMPP).detail()).isEqualTo("TLS was refused: a stream error");
    assertThat(probe(none, StartTls.XMPP).detail())
        .isEqualTo("TLS was refused: STARTTLS is not offered");
  }

  @ParameterizedTest
  @EnumSource(StartTls.class)
  void whatComesByteByByteIsUnderstoodToo(StartTls protocol) {
    Script whole =
        StartTlsPeer.speaking(
            protocol.word(), TestLane.AUTHORITY.forLoopback(), Sickness.hanging());
    try (var target = SickTarget.playing(wire -> whole.play(wire.inPieces(Duration.ofMillis(1))))) {
      Attempt attempt = lane.probe(check(target, protocol, "", ""));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
    }
  }

  @Test
  void aSilentPeerRunsOutOfTime() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      assertThat(lane.probe(check(target, StartTls.SMTP, "", ""), Duration.ofMillis(300)).reason())
          .isEqualTo(Reason.TIMEOUT_FIRST_BYTE);
    }
  }
}
