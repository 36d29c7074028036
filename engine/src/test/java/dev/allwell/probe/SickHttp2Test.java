package dev.allwell.probe;

import static dev.allwell.testkit.Http2Frames.CONTINUATION;
import static dev.allwell.testkit.Http2Frames.DATA;
import static dev.allwell.testkit.Http2Frames.END_HEADERS;
import static dev.allwell.testkit.Http2Frames.END_STREAM;
import static dev.allwell.testkit.Http2Frames.HEADERS;
import static dev.allwell.testkit.Http2Frames.PING;
import static dev.allwell.testkit.Http2Frames.PRIORITY;
import static dev.allwell.testkit.Http2Frames.PUSH_PROMISE;
import static dev.allwell.testkit.Http2Frames.RST_STREAM;
import static dev.allwell.testkit.Http2Frames.WINDOW_UPDATE;
import static dev.allwell.testkit.Http2Frames.answer;
import static dev.allwell.testkit.Http2Frames.frame;
import static dev.allwell.testkit.Http2Frames.goAway;
import static dev.allwell.testkit.Http2Frames.header;
import static dev.allwell.testkit.Http2Frames.number;
import static dev.allwell.testkit.Http2Frames.setting;
import static dev.allwell.testkit.Http2Frames.settings;
import static dev.allwell.testkit.Http2Frames.times;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Version;
import dev.allwell.model.Reason;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever an HTTP/2 target suffers from is one coded outcome, and costs no more than the caps.
@ExtendWith(LogWatch.class)
class SickHttp2Test {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int HEAD = END_HEADERS;
  private static final byte[] NONE = {};
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  /// @param words part of the detail
  record Row(String name, Script script, Reason reason, String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> answers() {
    byte[] fine = "fine".getBytes(StandardCharsets.US_ASCII);
    byte[] trailer = frame(HEADERS, HEAD | END_STREAM, 1, header("x-sum", "1"));
    byte[] padded = frame(DATA, 8 | END_STREAM, 1, new byte[] {2, 'o', 'k', 0, 0});
    return Stream.of(
        row("empty", Reason.OK, "", answer(204, HEAD | END_STREAM)),
        row("with a body", Reason.OK, "", answer(200, HEAD), frame(DATA, END_STREAM, 1, fine)),
        row("padded", Reason.OK, "", answer(200, HEAD), padded),
        row("with trailers", Reason.OK, "", answer(200, HEAD), frame(DATA, 0, 1, fine), trailer),
        row("after an interim", Reason.OK, "", answer(103, HEAD), answer(200, HEAD | END_STREAM)),
        row(
            "in continuations",
            Reason.OK,
            "",
            frame(HEADERS, END_STREAM, 1, header(":status", "200")),
            frame(CONTINUATION, HEAD, 1, header("x-a", "b"))),
        row(
            "beside what is nobody's business",
            Reason.OK,
            "",
            frame(PING, 0, 0, new byte[8]),
            frame(0x55, 0, 0, new byte[3]),
            frame(WINDOW_UPDATE, 0, 0, number(1)),
            answer(200, HEAD | END_STREAM)),
        row("with a goodbye", Reason.OK, "", goAway(1, 0), answer(200, HEAD | END_STREAM)));
  }

  static Stream<Row> breaks() {
    return Stream.of(
        row("resets", Reason.RESET, "CANCEL", frame(RST_STREAM, 0, 1, number(8))),
        row("refuses", Reason.RESET, "REFUSED_STREAM", frame(RST_STREAM, 0, 1, number(7))),
        row("resets without an end", Reason.RESET, "CANCEL", times(50_000, reset(8))),
        row("resets for a reason of its own", Reason.RESET, "code 99", reset(99)),
        row("turns away", Reason.CLOSED_EARLY, "NO_ERROR", goAway(0, 0)),
        row("turns away calmly", Reason.CLOSED_EARLY, "ENHANCE_YOUR_CALM", goAway(0, 11)));
  }

  static Stream<Row> nonsense() {
    byte[] large = times(40, header("x-large", "y".repeat(100)));
    return Stream.of(
        row("no status", "", frame(HEADERS, HEAD | END_STREAM, 1, header("x-a", "b"))),
        row("a status that is none", "", frame(HEADERS, HEAD, 1, header(":status", "2oo"))),
        row("a switch", "a status", answer(101, HEAD)),
        row("an interim that ends", "", answer(103, HEAD | END_STREAM)),
        row("endless interims", "10 interim", times(50, answer(102, HEAD))),
        row("a body first", "", frame(DATA, END_STREAM, 1, new byte[4])),
        row("a header in capitals", "", withHeader("X-Large", "a")),
        row("HTTP/1's headers", "", withHeader("connection", "close")),
        row("a stream that nobody began", "", frame(HEADERS, HEAD, 3, header(":status", "200"))),
        row("a push", "not asked for", frame(PUSH_PROMISE, HEAD, 1, number(2))),
        row(
            "a length that is another",
            "",
            frame(HEADERS, HEAD, 1, join(header(":status", "200"), header("content-length", "9"))),
            frame(DATA, END_STREAM, 1, new byte[4])),
        row("a frame beyond all sizes", "wrong size", frame(DATA, 0, 1, new byte[20_000])),
        row("headers that cannot be decoded", "", frame(HEADERS, HEAD, 1, new byte[] {-1, -1})),
        row(
            "too many headers",
            "100 headers",
            frame(HEADERS, HEAD, 1, join(header(":status", "200"), times(101, header("a", "b"))))),
        row(
            "headers without an end",
            "",
            frame(HEADERS, 0, 1, join(header(":status", "200"), large)),
            times(20, frame(CONTINUATION, 0, 1, large))),
        row(
            "continuations of nothing",
            "",
            frame(HEADERS, 0, 1, header(":status", "200")),
            times(5000, frame(CONTINUATION, 0, 1, NONE))),
        row("settings without an end", "100 control", times(50_000, settings())),
        row("pings without an end", "100 control", times(50_000, frame(PING, 0, 0, new byte[8]))),
        row("priorities without an end", "100 control", times(50_000, priority())),
        row("unknown frames without an end", "", times(200_000, frame(0x66, 0, 0, new byte[9]))),
        row(
            "windows without an end",
            "100 control",
            times(50_000, frame(WINDOW_UPDATE, 0, 0, number(1)))),
        row("a window beyond all", "", frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE))),
        row("a window of nothing", "", frame(WINDOW_UPDATE, 0, 0, number(0))),
        row("a setting beyond all", "", setting(4, -1)),
        row(
            "empty data without an end",
            "say nothing",
            answer(200, HEAD),
            times(10_000, frame(DATA, 0, 1, NONE))),
        row(
            "padding without an end",
            "around its body",
            answer(200, HEAD),
            times(9000, frame(DATA, 8, 1, padding()))));
  }

  static Stream<Row> slowness() {
    return Stream.of(
        row("says nothing", Reason.TIMEOUT_FIRST_BYTE, "", NONE),
        row("stops in its headers", Reason.TIMEOUT_FIRST_BYTE, "", stub()),
        row("stops in its body", Reason.TIMEOUT_TRANSFER, "", answer(200, HEAD)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsOne(Row row) {
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
    play(row, SHORT);
  }

  @Test
  void aCloseIsTold() {
    for (byte[] before : new byte[][] {NONE, answer(200, HEAD)}) {
      Script script =
          wire -> {
            wire.request();
            wire.write(settings());
            wire.write(before);
          };
      try (var target = SickTarget.playing(script)) {
        Attempt attempt = lane.probe(Checks.version(Checks.http(target), Version.HTTP_2));
        // what of ours it had not read yet makes its FIN a RST
        assertThat(attempt.reason()).isIn(Reason.CLOSED_EARLY, Reason.RESET);
      }
    }
  }

  @Test
  void aWindowOfNothingHoldsOurBodyBackNoLongerThanTheDeadline() {
    Row row = row("no window", Reason.TIMEOUT_FIRST_BYTE, "", setting(4, 0));
    try (var target = SickTarget.playing(row.script)) {
      var post = new HttpCheck.Request("POST", java.util.Map.of(), "x".repeat(8000));
      HttpCheck check = Checks.version(Checks.http(target), Version.HTTP_2).with(post);
      assertThat(lane.probe(check, SHORT).reason()).isEqualTo(Reason.TIMEOUT_FIRST_BYTE);
    }
  }

  @Test
  void aConnectionThatSaidGoodbyeIsNotReused() {
    try (var target =
        SickTarget.playing(wire -> {
          wire.request();
          wire.write(settings());
          wire.write(answer(200, HEAD | END_STREAM));
          wire.write(goAway(1, 0));
          wire.hang();
        })) {
      HttpCheck check = Checks.version(Checks.keepAlive(Checks.http(target)), Version.HTTP_2);
      for (int i = 1; i <= 3; i++) {
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
        int connections = i;
        TestLane.await(() -> target.accepted() == connections);
      }
    }
  }

  @Test
  void aRequestTurnedAwayOnAKeptConnectionIsAskedAgain() {
    try (var target =
        SickTarget.playing(wire -> {
          wire.request();
          wire.write(settings());
          wire.write(answer(200, HEAD | END_STREAM));
          if (wire.number() == 1) {
            Thread.sleep(50);
            wire.write(frame(RST_STREAM, 0, 3, number(7)));
          }
          wire.hang();
        })) {
      HttpCheck check = Checks.version(Checks.keepAlive(Checks.http(target)), Version.HTTP_2);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
      assertThat(target.accepted()).isEqualTo(2);
    }
  }

  private void play(Row row, Duration limit) {
    try (var target = SickTarget.playing(row.script)) {
      HttpCheck check = Checks.version(Checks.http(target), Version.HTTP_2);
      Attempt attempt = lane.outlast(check, limit, row.reason);
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(row.reason);
      assertThat(attempt.detail()).contains(row.words);
      TestLane.await(() -> target.ended() == target.accepted());
    }
  }

  private static Row row(String name, String words, byte[]... frames) {
    return row(name, Reason.BAD_RESPONSE, words, frames);
  }

  private static Row row(String name, Reason reason, String words, byte[]... frames) {
    Script script =
        wire -> {
          wire.request();
          wire.write(settings());
          for (byte[] frame : frames) {
            wire.write(frame);
          }
          wire.hang();
        };
    return new Row(name, script, reason, words);
  }

  private static byte[] withHeader(String name, String value) {
    return frame(
        HEADERS, HEAD | END_STREAM, 1, join(header(":status", "200"), header(name, value)));
  }

  private static byte[] stub() {
    return frame(HEADERS, 0, 1, header(":status", "200"));
  }

  private static byte[] reset(int code) {
    return frame(RST_STREAM, 0, 1, number(code));
  }

  private static byte[] priority() {
    return frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1});
  }

  private static byte[] padding() {
    byte[] padding = new byte[256];
    padding[0] = (byte) 254;
    return padding;
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
