package dev.allwell.format;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Identity;
import dev.allwell.model.Report;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorDocumentTest {
  private static final MonitorDocument DOCUMENTS =
      new MonitorDocument(MonitorDocument.Limits.DEFAULT);
  private static final String COUNTS = "\"uptime_sec\":5,\"request_count\":10,\"error_count\":1";

  private static Optional<Report> read(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return DOCUMENTS.read(bytes, bytes.length);
  }

  private static Report document(String more) {
    return read("{" + COUNTS + more + "}").orElseThrow();
  }

  private static Map<String, String> attributes(String json) {
    return document(",\"attributes\":" + json).attributes();
  }

  @Test
  void theWholeDocumentIsRead() {
    assertThat(document(",\"attributes\":{\"version\":\"1.2\",\"zone\":\"b\"}"))
        .isEqualTo(Report.of(5, 10, 1, Map.of("version", "1.2", "zone", "b")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{%s}",
        "{%s}\n",
        " \t\r\n{ %s }",
        "\ufeff{%s}",
        "{%s,\"attributes\":null}",
        "{%s,\"attributes\":{}}",
        "{%s,\"extra\":{\"deep\":[1,2.5,{\"x\":null}]},\"status\":\"UP\"}",
        "{\"uptime_sec\":7,%s}",
      })
  void whatClientsWriteIsUnderstood(String form) {
    assertThat(read(form.formatted(COUNTS))).contains(Report.of(5, 10, 1, Map.of()));
  }

  @Test
  void moreErrorsThanRequestsAreTakenAsTold() {
    var report = read("{\"uptime_sec\":0,\"request_count\":2,\"error_count\":3}").orElseThrow();

    assertThat(report.errorCount()).isEqualTo(3);
    assertThat(report.errorRate()).isEqualTo(1.5);
  }

  @Test
  void theLargestCountIsRead() {
    assertThat(read("{\"uptime_sec\":9223372036854775807,\"request_count\":0,\"error_count\":0}"))
        .contains(Report.of(Long.MAX_VALUE, 0, 0, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}",
        "null",
        "[]",
        "OK",
        "<html></html>",
        "[{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1}]",
        "{\"uptime_sec\":5,\"request_count\":10}",
        "{\"uptime_sec\":5,\"error_count\":1}",
        "{\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":-5,\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":5,\"request_count\":10.0,\"error_count\":1}",
        "{\"uptime_sec\":5,\"request_count\":1e1,\"error_count\":1}",
        "{\"uptime_sec\":\"5\",\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":null}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":true}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":[1]}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":{}}",
        "{\"uptime_sec\":9223372036854775808,\"request_count\":10,\"error_count\":1}",
        "{\"UPTIME_SEC\":5,\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1}}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1} x",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1}{}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1,}",
        "{'uptime_sec':5,\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":05,\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":NaN,\"request_count\":10,\"error_count\":1}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1,\"attributes\":[]}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1,\"attributes\":\"a\"}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1,\"attributes\":{\"a\":1}}",
        "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1,\"attributes\":{\"a\":{}}}",
      })
  void anythingElseIsNotTheDocument(String body) {
    assertThat(read(body)).isEmpty();
  }

  @Test
  void onlyTheLengthCounts() {
    byte[] bytes = ("{" + COUNTS + "}garbage").getBytes(UTF_8);

    assertThat(DOCUMENTS.read(bytes, bytes.length - "garbage".length())).isPresent();
    assertThat(DOCUMENTS.read(bytes, bytes.length - "garbage".length() - 1)).isEmpty();
    assertThatThrownBy(() -> DOCUMENTS.read(bytes, bytes.length + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anotherEncodingIsNotTheDocument() {
    for (String mark : new String[] {"", "\ufeff"}) {
      byte[] bytes = (mark + "{" + COUNTS + "}").getBytes(UTF_16LE);
      assertThat(DOCUMENTS.read(bytes, bytes.length)).isEmpty();
    }
  }

  @Nested
  class Limits {
    @Test
    void aDeepBodyIsNotTheDocument() {
      assertThat(read("{" + COUNTS + ",\"x\":" + "[".repeat(31) + "]".repeat(31) + "}"))
          .isPresent();
      assertThat(read("{" + COUNTS + ",\"x\":" + "[".repeat(32) + "]".repeat(32) + "}")).isEmpty();
      assertThat(read("{\"x\":" + "[".repeat(60_000))).isEmpty();
    }

    @Test
    void aHugeNumberIsNotTheDocument() {
      assertThat(read("{" + COUNTS + ",\"x\":" + "1".repeat(65) + "}")).isEmpty();
      assertThat(read("{\"uptime_sec\":" + "1".repeat(60_000) + "}")).isEmpty();
    }

    @Test
    void aLongKeyIsNotTheDocument() {
      assertThat(read("{" + COUNTS + ",\"" + "k".repeat(2000) + "\":1}")).isEmpty();
    }

    @Test
    void ofManyAttributesTheFirstSixtyFourAreKept() {
      String many =
          IntStream.range(0, 200)
              .mapToObj(i -> "\"k" + i + "\":\"v\"")
              .collect(Collectors.joining(",", "{", ",\"k0\":\"again\"}"));

      assertThat(attributes(many)).hasSize(64).containsEntry("k0", "again").containsKey("k63");
    }

    @Test
    void aLongValueIsCut() {
      String smile = "\ud83d\ude00";

      assertThat(attributes("{\"a\":\"" + smile.repeat(513) + "\"}"))
          .isEqualTo(Map.of("a", smile.repeat(512)));
    }

    @Test
    void aKeyBeyondTheLimitsIsLeftOut() {
      String key = "k".repeat(64);

      assertThat(
              attributes("{\"" + key + "\":\"a\",\"" + key + "x\":\"b\",\"\":\"c\",\"\\n\":\"d\"}"))
          .isEqualTo(Map.of(key, "a"));
    }

    @Test
    void whatCannotBePrintedIsReplaced() {
      assertThat(attributes("{\"a\":\"x\\n\\ud800y\\u202e\",\"b\":null,\"c\":\"\u00fc\"}"))
          .isEqualTo(Map.of("a", "x\ufffd\ufffdy\ufffd", "b", "", "c", "\u00fc"));
    }
  }

  @Test
  void noBytesBreakTheReader() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] good =
        ("{"
                + COUNTS
                + ",\"attributes\":{\"a\":\"\u00fc\",\"b\":null},\"x\":[1.5,{\"y\":\"\\u00e4\"}]}")
            .getBytes(UTF_8);
    int understood = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] body = i % 4 == 0 ? randomBytes(random) : mutated(good, random);
      try {
        var report = DOCUMENTS.read(body, body.length);
        understood += report.isPresent() ? 1 : 0;
        report.ifPresent(MonitorDocumentTest::assertClean);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ": " + Arrays.toString(body), e);
      }
    }
    assertThat(understood).as("understood by seed %d", seed).isBetween(100, 40_000);
  }

  private static void assertClean(Report report) {
    assertThat(Math.min(report.uptimeSeconds(), report.requestCount())).isNotNegative();
    assertThat(report.errorCount()).isNotNegative();
    report
        .attributes()
        .forEach(
            (key, value) -> assertThat((key + value).codePoints()).allMatch(Identity::isPrintable));
  }

  private static byte[] randomBytes(Random random) {
    byte[] body = new byte[random.nextInt(60)];
    random.nextBytes(body);
    if (body.length > 0) {
      body[0] = '{';
    }
    return body;
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] body =
        Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
    for (int i = random.nextInt(4); i > 0 && body.length > 0; i--) {
      body[random.nextInt(body.length)] =
          random.nextBoolean() ? (byte) random.nextInt(256) : good[random.nextInt(good.length)];
    }
    return body;
  }
}
