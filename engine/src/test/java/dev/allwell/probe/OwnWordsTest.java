package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.egress.Transport;
import dev.allwell.model.Attempt;
import dev.allwell.model.BodyExpect;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.StartTls;
import dev.allwell.model.Step;
import dev.allwell.model.TcpCheck;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target says in its own words is in no outcome, which everybody is shown; whoever watches
/// the check is shown the beginning of a talk, and of a body nothing.
@ExtendWith(LogWatch.class)
class OwnWordsTest {
  private static final String HUSH = "hush-4711";
  private static final Duration SHORT = Duration.ofMillis(300);
  private final SickLane lane = new SickLane(Transport.best(), Optional.empty());

  @AfterEach
  void stop() {
    lane.close();
  }

  private SickLane.Seen probe(Check check) {
    return lane.probe(check, TestLane.LONG);
  }

  private static TcpCheck expecting(SickTarget target) {
    return Checks.tcp(target, false).with(new TcpCheck.Talk(null, "", "^220 "));
  }

  @Test
  void thoseOfATalkAreShownToWhoeverWatches() {
    try (var target = SickTarget.playing(wire -> wire.write("554 " + HUSH + "\r\n"))) {
      var seen = probe(expecting(target));
      assertThat(told(seen, Reason.EXPECTATION_FAILED))
          .isEqualTo("in the 15 bytes that came: nothing matches ^220 ");
      assertThat(heard(seen))
          .containsExactly(Map.of("length", "15", "beginning", "554 " + HUSH + "??"));
    }
  }

  @Test
  void alsoWhenTheDeadlineEndsIt() {
    Script hanging =
        wire -> {
          wire.write(HUSH);
          wire.hang();
        };
    try (var target = SickTarget.playing(hanging)) {
      var limit = SHORT;
      SickLane.Seen seen;
      do { // on a slow machine nothing may have come by then
        seen = lane.probe(expecting(target), limit, TestLane.LONG);
        limit = limit.multipliedBy(2);
      } while (seen.attempt().orElseThrow().reason() != Reason.TIMEOUT_TRANSFER
          && limit.compareTo(TestLane.LONG) < 0);
      told(seen, Reason.TIMEOUT_TRANSFER);
      assertThat(heard(seen)).containsExactly(Map.of("length", "9", "beginning", HUSH));
    }
  }

  @Test
  void ofALongTalkTheBeginningIs() {
    try (var target = SickTarget.playing(wire -> wire.write((HUSH + "\n").repeat(1000)))) {
      var seen = probe(expecting(target));
      told(seen, Reason.EXPECTATION_FAILED);
      assertThat(heard(seen)).hasSize(1);
      assertThat(heard(seen).getFirst())
          .containsEntry("length", "10000")
          .hasEntrySatisfying("beginning", words -> assertThat(words).hasSize(512));
    }
  }

  @Test
  void whoeverSaysNothingIsNotHeard() {
    try (var target = SickTarget.playing(_ -> {})) {
      var seen = probe(expecting(target));
      told(seen, Reason.CLOSED_EARLY);
      assertThat(heard(seen)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SMTP|554 hush-4711|TLS_FAILED",
        "SMTP|hush-4711|BAD_RESPONSE",
        "FTP|421 hush-4711|TLS_FAILED",
        "IMAP|* BYE hush-4711|TLS_FAILED",
        "IMAP|* PREAUTH hush-4711|TLS_FAILED",
        "IMAP|hush-4711|BAD_RESPONSE",
        "POP3|-ERR hush-4711|TLS_FAILED",
        "POP3|hush-4711|BAD_RESPONSE",
        "SIEVE|NO hush-4711|TLS_FAILED",
        "SIEVE|hush-4711|BAD_RESPONSE",
        "XMPP|<stream:error><hush-4711/>|TLS_FAILED",
        "XMPP|hush-4711|BAD_RESPONSE",
      })
  void thoseBeforeAHandshakeAreShownToWhoeverWatches(
      StartTls protocol, String says, Reason reason) {
    Script saying =
        wire -> {
          wire.write(says + "\r\n");
          wire.hang();
        };
    try (var target = SickTarget.playing(saying)) {
      var talk = new TcpCheck.Talk(protocol, "", "");
      var seen = probe(Checks.tcp(target, false).with(talk));
      told(seen, reason);
      assertThat(heard(seen))
          .containsExactly(Map.of("length", "" + (says.length() + 2), "beginning", says + "??"));
    }
  }

  @Test
  void thoseOfSomebodyWhoSpeaksNoTlsAreNot() {
    Script saying =
        wire -> {
          wire.write(HUSH + " and more than a record's head\r\n");
          wire.hang();
        };
    try (var target = SickTarget.playing(saying)) {
      var seen = probe(Checks.tcp(target, true));
      assertThat(told(seen, Reason.TLS_FAILED)).isEqualTo("what came is no record of TLS");
      assertThat(shown(seen)).doesNotContain(HUSH, "687573682d"); // nor in hex
    }
  }

  @Test
  void thoseOfANameServerAreShownToWhoeverWatches() {
    try (var server = new DnsServer()) {
      server
          .with("a.test", DnsRecord.text(HUSH, 30), DnsRecord.text("fine", 30))
          .withAuthority("a.test", DnsRecord.server(HUSH + ".test", 30))
          .with("b.test", DnsRecord.alias(HUSH + ".test", 30));
      var endpoint = new Endpoint("127.0.0.1", server.port());
      var text = DnsCheck.Type.of("TXT").orElseThrow();
      var check = DnsCheck.of(endpoint, "a.test", text);

      var answers = probe(check.with(new DnsCheck.Expect(0, List.of("well"), List.of())));
      assertThat(told(answers, Reason.EXPECTATION_FAILED))
          .isEqualTo("no TXT record well, but 2 others");
      assertThat(heard(answers).getFirst().get("beginning")).contains(HUSH, "fine");

      var authority = probe(check.with(new DnsCheck.Expect(0, List.of(), List.of("NS ns1.test"))));
      assertThat(told(authority, Reason.EXPECTATION_FAILED))
          .isEqualTo("no NS ns1.test in the authority section, but 1 other");
      assertThat(heard(authority).getFirst()).containsEntry("beginning", HUSH + ".test");

      var alias = probe(DnsCheck.of(endpoint, "b.test", text));
      assertThat(told(alias, Reason.EXPECTATION_FAILED))
          .isEqualTo("no TXT record at the end of the aliases");
      assertThat(heard(alias).getFirst()).containsEntry("beginning", HUSH + ".test");
    }
  }

  @Test
  void thoseOfABodyAreShownToNobody() {
    try (var target = SickTarget.playing(Sickness.healthy(200, "{\"status\": \"" + HUSH + "\"}"))) {
      for (var body :
          List.of(
              new BodyExpect("UP", null, Map.of()),
              new BodyExpect(null, "^UP$", Map.of()),
              BodyExpect.NONE)) {
        var format = body.some() ? HttpCheck.Format.NONE : HttpCheck.Format.MONITOR;
        var expect = new HttpCheck.Expect(HttpCheck.Expect.SUCCESS.status(), format, body);
        var seen = probe(Checks.expect(Checks.http(target), expect));
        told(seen, Reason.EXPECTATION_FAILED);
        assertThat(shown(seen)).doesNotContain(HUSH);
      }
    }
  }

  /// The detail, once it is known that nothing of the outcome holds a word of the target.
  private static String told(SickLane.Seen seen, Reason reason) {
    Attempt attempt = seen.attempt().orElseThrow();
    assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(reason);
    assertThat(attempt.toString()).doesNotContain(HUSH);
    return attempt.detail();
  }

  private static List<Map<String, String>> heard(SickLane.Seen seen) {
    return seen.steps().stream()
        .filter(step -> step.what() == Step.What.HEARD)
        .map(Step::facts)
        .toList();
  }

  private static String shown(SickLane.Seen seen) {
    return seen.attempt() + "" + seen.steps();
  }
}
