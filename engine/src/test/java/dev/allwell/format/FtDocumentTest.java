package dev.allwell.format;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.format.FtFinding.Kind;
import dev.allwell.model.Attempt;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FtDocumentTest {
  private static final FtDocument DOCUMENTS = new FtDocument(FtDocument.Limits.DEFAULT);
  private static final String BEYOND =
      "the body is JSON deeper than 100 levels, or beyond another limit";
  private static final String PREFIX = "no FT health document: ";

  private static FtFinding read(String body, boolean cut) {
    byte[] bytes = body.getBytes(UTF_8);
    return DOCUMENTS.read(bytes, bytes.length, cut);
  }

  private static FtFinding read(String body) {
    return read(body, false);
  }

  private static FtFinding checks(String list) {
    return read("{\"schemaVersion\":1,\"checks\":[" + list + "]}");
  }

  private static String failing(String name) {
    return "{\"name\":\"" + name + "\",\"ok\":false}";
  }

  @Nested
  class IsWell {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"checks\":[{\"ok\":true}]}",
          "{\"checks\":[{\"ok\":true},{\"name\":\"a\",\"ok\":true,\"severity\":1}]}",
          "{\"checks\":[{\"ok\":true,\"checkOutput\":{\"ok\":false}}]}",
          "{\"checks\":[{\"checks\":[{\"ok\":false}],\"ok\":true}]}",
          " \t\r\n{\"name\":\"Shop\",\"checks\":[{\"ok\":true}],\"x\":[1,{\"y\":null}]}\n",
          "\ufeff{\"checks\":[{\"ok\":true}]}",
          "{\"ok\":false,\"severity\":1,\"checks\":[{\"ok\":true}]}",
        })
    void whenEachCheckIs(String body) {
      assertThat(read(body)).isEqualTo(FtFinding.WELL);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"checks\":[]}",
          "{\"checks\":null}",
          "{\"schemaVersion\":1}",
          "{\"schemaVersion\":[],\"name\":\"Shop\"}",
          "{\"systemCode\":\"shop\",\"name\":\"Shop\"}",
        })
    void whenThereAreNoChecks(String body) {
      assertThat(read(body)).isEqualTo(FtFinding.WELL);
    }
  }

  @Nested
  class Fails {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"name\":\"a\",\"ok\":false}",
          "{\"name\":\"a\"}",
          "{\"ok\":null,\"name\":\"a\"}",
          "{\"name\":\"a\",\"OK\":true}",
          "{\"name\":\"a\",\"x\":{\"ok\":true}}",
          "{\"ok\":true,\"name\":\"b\",\"ok\":false,\"name\":\"a\"}",
          "{\"ok\":true},{\"name\":\"a\",\"ok\":false},{\"ok\":true}",
        })
    void whenACheckIsNotTrue(String list) {
      assertThat(checks(list)).isEqualTo(FtFinding.failing("1 healthcheck failing (a)", 0));
    }

    @Test
    void withTheNamesOfThoseThatDo() {
      assertThat(checks(failing("a") + ",{\"name\":\"c\",\"ok\":true}," + failing("b")).words())
          .isEqualTo("2 healthchecks failing (a, b)");
    }

    @Test
    void underTheIdOrThePlaceOfWhoHasNoName() {
      String list =
          "{\"ok\":true},{\"id\":\"x\"},{\"name\":\" \",\"id\":\"y\"},{},{\"name\":5,\"id\":{\"name\":\"z\"}}";
      assertThat(checks(list).words()).isEqualTo("4 healthchecks failing (x, y, check 4, check 5)");
    }

    @Test
    void ofAKeyThatIsThereTwiceByTheLast() {
      assertThat(read("{\"checks\":[" + failing("a") + "],\"checks\":[{\"ok\":true}]}"))
          .isEqualTo(FtFinding.WELL);
      assertThat(read("{\"checks\":[" + failing("a") + "],\"checks\":[" + failing("b") + "]}"))
          .isEqualTo(FtFinding.failing("1 healthcheck failing (b)", 0));
    }

    @Test
    void withNamesThatCanBePrinted() {
      assertThat(checks(failing("a\\u001b[31m\\n\u202eb\\ud800\u00fc")).words())
          .isEqualTo("1 healthcheck failing (a?[31m??b?\u00fc)");
    }

    @Test
    void withAsManyNamesAsFit() {
      String many =
          IntStream.range(0, 100)
              .mapToObj(i -> failing("check " + i))
              .collect(Collectors.joining(","));
      assertThat(checks(many).words())
          .startsWith("100 healthchecks failing (check 0, check 1, ")
          .endsWith(", check 15 and 84 more)");
      assertThat(checks(failing("n".repeat(60_000)) + "," + failing("b")).words())
          .isEqualTo("2 healthchecks failing (" + "n".repeat(60) + ", b)");
    }

    @Test
    void inALineThatIsNeverCutAgain() {
      for (String letter : new String[] {"n", "\ud835\udc00", "\u202e"}) {
        for (int length : new int[] {1, 28, 29, 30, 47, 48, 49, 50, 59, 60, 61, 200}) {
          String list =
              (failing(letter.repeat(length)) + ",").repeat(20)
                  + "{},".repeat(9_979)
                  + failing("z");
          String words = checks(list).words();
          assertThat(words.length()).isLessThanOrEqualTo(Attempt.LONGEST_DETAIL);
          assertThat(words).startsWith("10000 healthchecks failing (").endsWith(" more)");
          assertThat(words.codePoints()).allMatch(c -> c < 0x7f || Character.isLetterOrDigit(c));
        }
      }
    }
  }

  @Nested
  class TheSeverity {
    @ParameterizedTest
    @CsvSource({
      "1, 1",
      "2, 2",
      "3, 3",
      "0, 0",
      "4, 0",
      "-1, 0",
      "1.0, 0",
      "1e0, 0",
      "'\"1\"', 0",
      "null, 0",
      "true, 0",
      "[1], 0",
      "'{\"severity\":1}', 0",
      "4294967297, 0",
      "99999999999999999999, 0",
    })
    void isOneTwoOrThree(String told, int read) {
      assertThat(checks("{\"severity\":" + told + ",\"ok\":false}").severity()).isEqualTo(read);
    }

    @Test
    void isTheWorstOfThoseThatFail() {
      String list =
          "{\"ok\":true,\"severity\":1},{\"ok\":false,\"severity\":3},{\"ok\":false,\"severity\":2},"
              + "{\"ok\":false},{\"ok\":false,\"severity\":3}";
      assertThat(checks(list).severity()).isEqualTo(2);
      assertThat(checks("{\"ok\":true,\"severity\":1}").severity()).isZero();
    }
  }

  @Nested
  class IsAnotherDocument {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "''|the body is no JSON object",
          "OK|the body is no JSON object",
          "<html>OK</html>|the body is no JSON object",
          "null|the body is no JSON object",
          "[{\"ok\":true}]|the body is no JSON object",
          "{|the body is no JSON object",
          "{}|it has no checks",
          "{\"status\":\"UP\"}|it has no checks",
          "{\"Checks\":[]}|it has no checks",
          "{\"uptime_sec\":5,\"request_count\":10,\"error_count\":1}|it has no checks",
          "{\"checks\":{}}|its checks are no list",
          "{\"checks\":\"fine\"}|its checks are no list",
          "{\"checks\":true}|its checks are no list",
          "{\"checks\":[true]}|check 1 is no object",
          "{\"checks\":[{\"ok\":true},null]}|check 2 is no object",
          "{\"checks\":[[{\"ok\":true}]]}|check 1 is no object",
          "{\"checks\":[{\"ok\":\"true\"}]}|ok of check 1 is neither true nor false",
          "{\"checks\":[{},{\"ok\":1}]}|ok of check 2 is neither true nor false",
          "{\"checks\":[{\"ok\":{\"ok\":true}}]}|ok of check 1 is neither true nor false",
          "{\"checks\":[]}{\"checks\":[]}|more follows after it",
          "{\"checks\":[]} x|the body is not JSON",
          "{\"checks\":[{\"ok\":true}]|the body is not JSON",
          "{\"checks\":[{\"ok\":true},]}|the body is not JSON",
          "{\"checks\":[{\"ok\":tru}]}|the body is not JSON",
        })
    void thatIsNamedByWhatIsWrong(String body, String words) {
      assertThat(read(body)).isEqualTo(new FtFinding(Kind.OTHER, PREFIX + words, 0));
    }

    @Test
    void inAnotherNotation() {
      assertThat(read("{'checks':[]}").kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void inAnotherEncoding() {
      for (String mark : new String[] {"", "\ufeff"}) {
        byte[] bytes = (mark + "{\"checks\":[]}").getBytes(UTF_16LE);
        assertThat(DOCUMENTS.read(bytes, bytes.length, false).kind()).isEqualTo(Kind.OTHER);
      }
      byte[] bytes = "{\"checks\":[],\"x\":\"?\"}".getBytes(UTF_8);
      bytes[bytes.length - 3] = (byte) 0xff;
      assertThat(DOCUMENTS.read(bytes, bytes.length, false).kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void withTooManyChecks() {
      String most =
          "{\"ok\":true},".repeat(FtDocument.Limits.DEFAULT.checks() - 1) + "{\"ok\":true}";
      assertThat(checks(most)).isEqualTo(FtFinding.WELL);
      assertThat(checks(most + ",{\"ok\":true}").words())
          .isEqualTo(PREFIX + "it has more than 10000 checks");
    }

    @Test
    void beyondTheLimitsOfADocument() {
      assertThat(checks("{\"ok\":true,\"x\":" + "[".repeat(97) + "]".repeat(97) + "}"))
          .isEqualTo(FtFinding.WELL);
      for (String beyond :
          new String[] {
            "[".repeat(98) + "]".repeat(98),
            "[".repeat(60_000),
            "1".repeat(1001),
            "{\"" + "n".repeat(9000) + "\":1}"
          }) {
        assertThat(checks("{\"ok\":true,\"x\":" + beyond + "}"))
            .isEqualTo(new FtFinding(Kind.OTHER, PREFIX + BEYOND, 0));
      }
    }
  }

  @Nested
  class ThatWasCut {
    private static final String WHOLE =
        "{\"checks\":[{\"name\":\"d\u00e4tabase\",\"ok\":false,\"severity\":1.5e3}],\"x\":null}";

    @Test
    void isCutWhereverThatWas() {
      byte[] bytes = WHOLE.getBytes(UTF_8);
      for (int length = 2; length < bytes.length; length++) {
        assertThat(DOCUMENTS.read(bytes, length, true))
            .as("the first %d bytes", length)
            .isEqualTo(FtFinding.CUT);
        assertThat(DOCUMENTS.read(bytes, length, false).kind()).isEqualTo(Kind.OTHER);
      }
    }

    @Test
    void afterItsEndIsWhole() {
      assertThat(read(WHOLE + "  ", true).kind()).isEqualTo(Kind.FAILING);
    }

    @Test
    void afterAMistakeIsAnother() {
      String rest = "{\"name\":\"" + "x".repeat(1000);
      assertThat(read("{\"checks\":[{\"ok\":5}," + rest, true).kind()).isEqualTo(Kind.OTHER);
      assertThat(read("{\"checks\":[{\"ok\":true}}," + rest, true).kind()).isEqualTo(Kind.OTHER);
      assertThat(read("<html>" + rest, true).kind()).isEqualTo(Kind.OTHER);
    }
  }

  @Test
  void onlyTheLengthCounts() {
    byte[] bytes = "{\"checks\":[]}garbage".getBytes(UTF_8);

    assertThat(DOCUMENTS.read(bytes, 13, false)).isEqualTo(FtFinding.WELL);
    assertThat(DOCUMENTS.read(bytes, 12, false).kind()).isEqualTo(Kind.OTHER);
    assertThatThrownBy(() -> DOCUMENTS.read(bytes, bytes.length + 1, false))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void noBytesBreakTheReader() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    byte[] good =
        "{\"schemaVersion\":1,\"checks\":[{\"name\":\"\u00fc\",\"ok\":false,\"severity\":2,\"x\":[1]}]}"
            .getBytes(UTF_8);
    var seen = EnumSet.noneOf(Kind.class);
    for (int i = 0; i < 50_000; i++) {
      byte[] body = mutated(good, random);
      try {
        var finding = DOCUMENTS.read(body, body.length, random.nextBoolean());
        seen.add(finding.kind());
        assertThat(finding.words().length()).isLessThanOrEqualTo(Attempt.LONGEST_DETAIL);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ": " + Arrays.toString(body), e);
      }
    }
    assertThat(seen).as("kinds seen by seed %d", seed).contains(Kind.values());
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
