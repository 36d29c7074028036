package dev.allwell.probe;

import static dev.allwell.testkit.Sickness.answer;
import static dev.allwell.testkit.Sickness.raw;
import static dev.allwell.testkit.Sickness.rawThenHanging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.egress.Transport;
import dev.allwell.model.Attempt;
import dev.allwell.model.Reason;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an HTTP target suffers from is one coded outcome, by its deadline, on each transport.
@ExtendWith(LogWatch.class)
class SickTargetsTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  /// 5 bytes around each letter; 4 KiB beyond the letters' own length are borne.
  private static final String SMALL_CHUNKS = "1\r\nz\r\n".repeat(1000);

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofMillis(400);

  /// @param status the one that is told, 0 for none
  record Row(String name, Script script, Reason reason, int status) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> answers() {
    return Stream.of(
        row("healthy", Sickness.healthy(200, "fine"), Reason.OK, 200),
        row("empty", Sickness.healthy(204, ""), Reason.OK, 204),
        row("until the close", raw(HEAD + "\r\nfine"), Reason.OK, 200),
        row("old", raw("HTTP/1.0 200 OK\r\n\r\nfine"), Reason.OK, 200),
        row("chunked", raw(CHUNKED + "4\r\nfine\r\n0\r\n\r\n"), Reason.OK, 200),
        row("in small chunks", raw(CHUNKED + SMALL_CHUNKS + "0\r\n\r\n"), Reason.OK, 200),
        row("in too many", raw(CHUNKED + SMALL_CHUNKS.repeat(2)), Reason.BAD_RESPONSE, 200),
        row("interim first", raw("HTTP/1.1 103 Hints\r\n\r\n" + answer(200, "")), Reason.OK, 200),
        row("more than said", raw(answer(200, "fine") + "and more"), Reason.OK, 200),
        row("huge", Sickness.huge(100_000_000), Reason.OK, 200),
        row("endless chunks", Sickness.endlessChunks("", 1000), Reason.OK, 200),
        row("an error", Sickness.healthy(503, "no"), Reason.UNEXPECTED_STATUS, 503),
        row("not found", Sickness.healthy(404, "no"), Reason.UNEXPECTED_STATUS, 404),
        row("not modified", Sickness.healthy(304, ""), Reason.UNEXPECTED_STATUS, 304),
        row("no status of any kind", raw("HTTP/1.1 999 x\r\n\r\n"), Reason.UNEXPECTED_STATUS, 999),
        row("a switch", rawThenHanging("HTTP/1.1 101 x\r\n\r\n"), Reason.UNEXPECTED_STATUS, 101));
  }

  static Stream<Row> breaks() {
    String cutAt = HEAD + "Content-Length: 100\r\n\r\nonly this";
    return Stream.of(
        row("closes", Sickness.closing(), Reason.CLOSED_EARLY, 0),
        row("resets", Sickness.resetting(), Reason.RESET, 0),
        row("cut in the status line", raw("HTTP/1.1 2"), Reason.CLOSED_EARLY, 0),
        row("cut in the headers", raw(HEAD + "Content-Le"), Reason.CLOSED_EARLY, 0),
        row("cut in the body", raw(cutAt), Reason.CLOSED_EARLY, 200),
        row("reset in the body", Sickness.rawThenResetting(cutAt), Reason.RESET, 200),
        row("cut in a chunk", raw(CHUNKED + "ff\r\nonly this"), Reason.CLOSED_EARLY, 200),
        row("cut after a chunk", raw(CHUNKED + "4\r\nfine\r\n"), Reason.CLOSED_EARLY, 200),
        row("interim only", raw("HTTP/1.1 100 Continue\r\n\r\n"), Reason.CLOSED_EARLY, 0));
  }

  static Stream<Row> nonsense() {
    String many = "X-A: b\r\n".repeat(101);
    String interim = "HTTP/1.1 102 Wait\r\n\r\n".repeat(50);
    return Stream.of(
        row("another protocol", rawThenHanging("SSH-2.0-x"), Reason.BAD_RESPONSE, 0),
        row("noise", rawThenHanging("\u0000\u00ff\u0003\u0001"), Reason.BAD_RESPONSE, 0),
        row("almost", rawThenHanging("HTTQ/1.1 200 OK\r\n\r\n"), Reason.BAD_RESPONSE, 0),
        row("no status", rawThenHanging("HTTP/1.1 abc\r\n\r\n"), Reason.BAD_RESPONSE, 0),
        row("a bad chunk", rawThenHanging(CHUNKED + "zz\r\n"), Reason.BAD_RESPONSE, 200),
        row(
            "two lengths",
            rawThenHanging(HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
            Reason.BAD_RESPONSE,
            0),
        row(
            "a length below zero",
            raw(HEAD + "Content-Length: -1\r\n\r\n"),
            Reason.BAD_RESPONSE,
            0),
        row(
            "a long line",
            rawThenHanging("HTTP/1.1 200 " + "a".repeat(9000)),
            Reason.BAD_RESPONSE,
            0),
        row("too many headers", raw(HEAD + many + "\r\n"), Reason.BAD_RESPONSE, 0),
        row("endless headers", Sickness.endlessHeaders(), Reason.BAD_RESPONSE, 0),
        row("endless interims", raw(interim), Reason.BAD_RESPONSE, 0),
        row(
            "a word in each sea of framing",
            Sickness.endlessChunks(";x=" + "y".repeat(4000), 1),
            Reason.BAD_RESPONSE,
            200));
  }

  static Stream<Row> slowness() {
    return Stream.of(
        row("hangs", Sickness.hanging(), Reason.TIMEOUT_FIRST_BYTE, 0),
        row("hangs in the headers", rawThenHanging(HEAD + "X-"), Reason.TIMEOUT_TRANSFER, 0),
        row(
            "drips headers",
            Sickness.dripping(HEAD, "X-Slow: true\r\n".repeat(100), PAUSE),
            Reason.TIMEOUT_TRANSFER,
            0),
        row(
            "drips a body",
            Sickness.dripping(HEAD + "Content-Length: 9999\r\n\r\n", "z".repeat(9999), PAUSE),
            Reason.TIMEOUT_TRANSFER,
            200),
        row(
            "drips chunks",
            Sickness.dripping(CHUNKED, "1\r\nz\r\n".repeat(999), PAUSE),
            Reason.TIMEOUT_TRANSFER,
            200),
        row(
            "keeps quiet after too little",
            rawThenHanging(HEAD + "Content-Length: 100\r\n\r\nonly this"),
            Reason.TIMEOUT_TRANSFER,
            200));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsJudgedByItsStatus(Row row) {
    play(row, TestLane.LONG);
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void aBreakIsTold(Row row) {
    play(row, TestLane.LONG);
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsABadResponse(Row row) {
    play(row, TestLane.LONG);
  }

  @ParameterizedTest
  @MethodSource("slowness")
  void theDeadlineStandsOverAll(Row row) {
    play(row, LIMIT);
  }

  private static void play(Row row, Duration limit) {
    for (Transport transport : List.of(Transport.best(), Transport.NIO)) {
      try (var target = SickTarget.playing(row.script);
          var lane = new TestLane(transport)) {
        long began = System.nanoTime();
        Attempt attempt = lane.outlast(Checks.http(target), limit, row.reason);
        long took = System.nanoTime() - began;
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(row.reason);
        assertThat(attempt.status()).isEqualTo(row.status);
        if (row.reason.timedOut()) {
          assertThat(took).isGreaterThanOrEqualTo(limit.toNanos());
          assertThat(attempt.phases().total()).isBetween(limit.toNanos() / 2, took);
        }
        assertThat(took).isLessThan(limit.plusSeconds(10).toNanos());
        TestLane.await(() -> target.ended() == target.accepted());
      }
    }
  }

  private static Row row(String name, Script script, Reason reason, int status) {
    return new Row(name, script, reason, status);
  }
}
