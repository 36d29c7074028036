package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.BodyExpect;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a body must hold, how much of it is read, and how it is coded.
@ExtendWith(LogWatch.class)
class HttpBodyTest {
  private static final String DOCUMENT =
      "{\"uptime_sec\":9,\"request_count\":10,\"error_count\":3,\"status\":\"UP\"}";
  private static final BodyExpect UP =
      new BodyExpect(null, null, Map.of(JsonPath.of("$.status"), new JsonScalar.Text("UP")));
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Nested
  class AnExpectation {
    @Test
    void thatIsMetIsGood() {
      assertThat(expecting(new BodyExpect("UP", "\"error_count\": ?\\d", UP.json()), DOCUMENT))
          .isEqualTo(Reason.OK);
    }

    @ParameterizedTest
    @CsvSource({"contains", "regex", "json"})
    void thatIsNotMetIsNamedWithoutTheBody(String which) {
      var expect =
          switch (which) {
            case "contains" -> new BodyExpect("DOWN", null, Map.of());
            case "regex" -> new BodyExpect(null, "DOWN|BROKEN", Map.of());
            default ->
                new BodyExpect(
                    null, null, Map.of(JsonPath.of("$.status"), new JsonScalar.Text("DOWN")));
          };
      try (var target = SickTarget.playing(Sickness.healthy(200, DOCUMENT))) {
        Attempt attempt = lane.probe(Checks.body(Checks.http(target), expect));
        assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
        assertThat(attempt.detail()).contains("expect.body." + which).doesNotContain("UP");
        assertThat(attempt.status()).isEqualTo(200);
        assertThat(attempt.report()).contains(Report.of(9, 10, 3, Map.of()));
      }
    }

    @Test
    void isNotAskedOfAnUnexpectedStatus() {
      try (var target = SickTarget.playing(Sickness.healthy(503, DOCUMENT))) {
        assertThat(lane.probe(Checks.body(Checks.http(target), UP)).reason())
            .isEqualTo(Reason.UNEXPECTED_STATUS);
      }
    }

    @Test
    void beyondTheCapIsTruncatedAndBeforeItIsMet() {
      String head = DOCUMENT.substring(0, DOCUMENT.length() - 1) + ",\"more\":\"";
      String huge = head + "x".repeat(100_000) + "\"}";
      assertThat(expecting(UP, huge)).isEqualTo(Reason.OK);
      assertThat(expecting(new BodyExpect("UP", "U.", Map.of()), huge)).isEqualTo(Reason.OK);
      assertThat(expecting(new BodyExpect("gone", null, Map.of()), huge))
          .isEqualTo(Reason.BODY_TRUNCATED);
      assertThat(expecting(new BodyExpect(null, "gone$", Map.of()), huge))
          .isEqualTo(Reason.BODY_TRUNCATED);
      assertThat(
              expecting(
                  new BodyExpect(null, null, Map.of(JsonPath.of("$.last"), new JsonScalar.Null())),
                  huge))
          .isEqualTo(Reason.BODY_TRUNCATED);
    }

    @Test
    void ofJsonInAbysmalDepthIsAnOutcome() {
      assertThat(expecting(UP, "[".repeat(50_000))).isEqualTo(Reason.EXPECTATION_FAILED);
      try (var target = SickTarget.playing(Sickness.healthy(200, "[".repeat(100_000)))) {
        HttpCheck check = Checks.maxBody(Checks.http(target), 1 << 20);
        assertThat(lane.probe(Checks.body(check, UP)).reason())
            .isEqualTo(Reason.EXPECTATION_FAILED);
      }
    }

    @Test
    void readsTextInTheCharsetThatTheAnswerNames() {
      String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain";
      var expect = new BodyExpect("l\u00e4uft".substring(0, 5), null, Map.of());
      try (var target =
          SickTarget.playing(Sickness.raw(head + "; charset=\"iso-8859-1\"\r\n\r\nl\u00e4uft"))) {
        assertThat(lane.probe(Checks.body(Checks.http(target), expect)).reason())
            .isEqualTo(Reason.OK);
      }
      try (var target =
          SickTarget.playing(Sickness.raw(head + "; charset=no/such\r\n\r\nl\u00e4uft"))) {
        assertThat(lane.probe(Checks.body(Checks.http(target), expect)).reason())
            .isEqualTo(Reason.EXPECTATION_FAILED);
      }
    }

    private Reason expecting(BodyExpect expect, String body) {
      try (var target = SickTarget.playing(Sickness.healthy(200, body))) {
        return lane.probe(Checks.body(Checks.http(target), expect)).reason();
      }
    }
  }

  @Nested
  class ACap {
    @Test
    void isTheChecksOwn() {
      try (var target = SickTarget.playing(Sickness.healthy(200, "x".repeat(1025)))) {
        assertThat(lane.probe(Checks.maxBody(Checks.http(target), 1024)).truncated()).isTrue();
        assertThat(lane.probe(Checks.maxBody(Checks.http(target), 1025)).truncated()).isFalse();
      }
    }

    @Test
    void ofAMebibyteLetsInAsMuch() {
      String body = "x".repeat((1 << 20) - 2) + "UP";
      try (var target = SickTarget.playing(Sickness.healthy(200, body))) {
        HttpCheck check = Checks.maxBody(Checks.http(target), 1 << 20);
        Attempt attempt = lane.probe(Checks.body(check, new BodyExpect("UP", null, Map.of())));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        assertThat(attempt.truncated()).isFalse();
      }
    }
  }

  @Nested
  class ACoding {
    private final byte[] document = DOCUMENT.getBytes(StandardCharsets.US_ASCII);

    @Test
    void isNotAskedFor() {
      try (var target = SickTarget.playing(Sickness.healthy(200, ""))) {
        lane.probe(Checks.http(target));
        assertThat(target.arrivals().getFirst().header("Accept-Encoding")).isEmpty();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "identity, gzip"})
    void byGzipIsRead(String coding) {
      assertThat(demanding(Coded.answering(coding, Coded.gzip(document))).report()).isPresent();
    }

    @Test
    void byDeflateIsReadWithAndWithoutItsFrame() {
      assertThat(demanding(Coded.answering("deflate", Coded.zlib(document))).report()).isPresent();
      assertThat(demanding(Coded.answering("deflate", Coded.bare(document))).report()).isPresent();
    }

    @Test
    void ofAnEmptyBodyIsNothing() {
      try (var target = SickTarget.playing(Coded.answering("gzip", new byte[0]))) {
        assertThat(lane.probe(Checks.http(target)).reason()).isEqualTo(Reason.OK);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip", "\u0007\u0007", "compress"})
    void thatIsNotReadIsABadResponseWhereTheBodyIsNeeded(String coding) {
      Script script = Coded.answering(coding.replace('\u0007', '"'), Coded.gzip(document));
      Attempt attempt = demanding(script);
      assertThat(attempt.reason()).isEqualTo(Reason.BAD_RESPONSE);
      assertThat(attempt.detail()).startsWith("the body is coded ");
      try (var target = SickTarget.playing(script)) {
        assertThat(lane.probe(Checks.http(target)).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(Checks.body(Checks.http(target), UP)).reason())
            .isEqualTo(Reason.BAD_RESPONSE);
      }
    }

    @Test
    void thatIsCutOrCorruptIsABadResponse() {
      byte[] gzip = Coded.gzip(document);
      byte[] corrupt = gzip.clone();
      corrupt[gzip.length - 7] ^= 1;
      assertThat(demanding(Coded.answering("gzip", Arrays.copyOf(gzip, 30))).reason())
          .isEqualTo(Reason.BAD_RESPONSE);
      assertThat(demanding(Coded.answering("gzip", corrupt)).reason())
          .isEqualTo(Reason.BAD_RESPONSE);
      try (var target = SickTarget.playing(Coded.answering("gzip", corrupt))) {
        assertThat(lane.probe(Checks.format(Checks.http(target), Format.NONE)).reason())
            .isEqualTo(Reason.OK);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 65_536, 1 << 20})
    void thatIsABombIsNotLetOff(int cap) {
      byte[] bomb = Coded.gzip(new byte[1 << 24]);
      try (var target = SickTarget.playing(Coded.answering("gzip", bomb))) {
        HttpCheck check = Checks.format(Checks.maxBody(Checks.http(target), cap), Format.MONITOR);
        Reason reason = lane.probe(check).reason();
        assertThat(reason).isEqualTo(cap < 65_536 ? Reason.BODY_TRUNCATED : Reason.BAD_RESPONSE);
      }
    }

    @Test
    void givesItsMemoryBackAlsoAtTheDeadline() {
      byte[] half = Arrays.copyOf(Coded.gzip(document), 40);
      try (var target =
          SickTarget.playing(wire -> {
            wire.request();
            wire.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            wire.write(half);
            wire.hang();
          })) {
        var limit = Duration.ofMillis(300);
        var attempt = lane.outlast(Checks.http(target), limit, Reason.TIMEOUT_TRANSFER);
        assertThat(attempt.reason()).isEqualTo(Reason.TIMEOUT_TRANSFER);
        TestLane.await(() -> lane.inflatersLent() == 0);
      }
    }

    @Test
    void isReadOnAConnectionThatIsKept() {
      try (var target =
          SickTarget.playing(wire -> {
            while (true) {
              Coded.answering("gzip", Coded.gzip(document)).play(wire);
            }
          })) {
        HttpCheck check = Checks.keepAlive(Checks.format(Checks.http(target), Format.MONITOR));
        for (int i = 0; i < 3; i++) {
          assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
        }
        assertThat(target.accepted()).isEqualTo(1);
      }
    }

    private Attempt demanding(Script script) {
      try (var target = SickTarget.playing(script)) {
        return lane.probe(Checks.format(Checks.http(target), Format.MONITOR));
      }
    }
  }
}
