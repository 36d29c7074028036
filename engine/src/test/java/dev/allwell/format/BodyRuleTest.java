package dev.allwell.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.BodyExpect;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRuleTest {
  private static final Finding NOT_JSON = Finding.missed("the body is not JSON");

  @Nested
  class AText {
    @Test
    void isFoundInTheCharsetOfTheBody() {
      var rule = new BodyRule(new BodyExpect("l\u00e4uft", null, Map.of()));
      assertThat(find(rule, "es l\u00e4uft", StandardCharsets.UTF_8, false)).isEqualTo(Finding.MET);
      assertThat(find(rule, "es l\u00e4uft", StandardCharsets.ISO_8859_1, false))
          .isEqualTo(Finding.MET);
      byte[] other = "es l\u00e4uft".getBytes(StandardCharsets.ISO_8859_1);
      assertThat(rule.find(other, other.length, StandardCharsets.UTF_8, false).kind())
          .isEqualTo(Finding.Kind.MISSED);
    }

    @Test
    void thatIsNotThereIsMissedOrCut() {
      var rule = new BodyRule(new BodyExpect("UP", null, Map.of()));
      assertThat(find(rule, "down hush", false))
          .isEqualTo(Finding.missed("the body does not contain what expect.body.contains says"));
      assertThat(find(rule, "down hush", true).kind()).isEqualTo(Finding.Kind.CUT);
      assertThat(find(rule, "UP and more", true)).isEqualTo(Finding.MET);
    }

    @Test
    void ofAnyLengthIsFoundAsTheJdkWouldFindIt() {
      long seed = System.nanoTime();
      var random = new Random(seed);
      for (int i = 0; i < 5000; i++) {
        String text = letters(random, random.nextInt(200));
        String wanted = letters(random, 1 + random.nextInt(40));
        if (random.nextBoolean() && text.length() > 40) {
          int from = random.nextInt(text.length() - 30);
          wanted = text.substring(from, from + 1 + random.nextInt(29));
        }
        assertThat(new TextSearch(wanted).in(text))
            .as("seed %d: %s in %s", seed, wanted, text)
            .isEqualTo(text.contains(wanted));
      }
    }

    private String letters(Random random, int count) {
      var letters = new StringBuilder();
      for (int i = 0; i < count; i++) {
        letters.append((char) ('a' + random.nextInt(2)));
      }
      return letters.toString();
    }
  }

  @Nested
  class APattern {
    @Test
    void isSearchedFor() {
      var rule = new BodyRule(new BodyExpect(null, "version\": ?\"\\d+", Map.of()));
      assertThat(find(rule, "{\"version\": \"17\"}", false)).isEqualTo(Finding.MET);
      assertThat(find(rule, "{\"version\": \"x hush\"}", false))
          .isEqualTo(Finding.missed("nothing in the body matches expect.body.regex"));
    }

    @ParameterizedTest
    @CsvSource({"UP$, false", "UP[^a], false", "UP\\z, false", "UP, true", ".*, true"})
    void doesNotTakeTheCutForTheEnd(String regex, boolean found) {
      var rule = new BodyRule(new BodyExpect(null, regex, Map.of()));
      assertThat(find(rule, "all UP", true).kind())
          .isEqualTo(found ? Finding.Kind.MET : Finding.Kind.CUT);
    }

    @Test
    void isMadeReadyOnceForAllThatSayTheSame() {
      var rules = new BodyRules();
      BodyRule one = rules.of(new BodyExpect(null, "a+", Map.of()));
      assertThat(rules.of(new BodyExpect(null, "a+", Map.of()))).isSameAs(one);
      for (int i = 0; i < 2 * BodyRules.MOST; i++) {
        rules.of(new BodyExpect("text " + i, null, Map.of()));
      }
      assertThat(rules.held()).isEqualTo(BodyRules.MOST);
    }
  }

  @Nested
  class APlaceInJson {
    private static final String DOCUMENT =
        "{\"status\":\"UP\",\"n\":150.0,\"ok\":true,\"e\":null,"
            + "\"list\":[[],{\"a\":\"x\"},3,\"UP\"],\"deep\":{\"deeper\":{\"a\":\"y\"}},"
            + "\"status\":\"DOWN\",\"\u00e4\":\"\\u00fc\"}";

    @ParameterizedTest
    @ValueSource(
        strings = {
          "$.status=UP",
          "$.n=#150",
          "$.n=#1.5e2",
          "$.ok=?true",
          "$.e=!",
          "$.list[1].a=x",
          "$.list[2]=#3",
          "$.list[3]=UP",
          "$.deep.deeper.a=y",
          "$['\u00e4']=\u00fc",
        })
    void isMet(String expectation) {
      assertThat(find(rule(expectation), DOCUMENT, false)).isEqualTo(Finding.MET);
    }

    @ParameterizedTest
    @CsvSource({
      "$.status=DOWN, is not what",
      "$.status=#1, is not what",
      "$.n=150, is not what",
      "$.n=#151, is not what",
      "$.ok=?false, is not what",
      "$.ok=!, is not what",
      "$.e=?false, is not what",
      "$.deep=y, is not what",
      "$.list=UP, is not what",
      "$=UP, is not what",
      "$.gone=UP, is not there",
      "$.status.a=UP, is not there",
      "$.list[4]=UP, is not there",
      "$.list.a=UP, is not there",
      "$.deep[0]=y, is not there",
      "$.deep.a=y, is not there",
      "$.deep.deeper.a.b=y, is not there",
    })
    void isMissedAndNamed(String expectation, String words) {
      Finding finding = find(rule(expectation), DOCUMENT, false);
      assertThat(finding.kind()).isEqualTo(Finding.Kind.MISSED);
      assertThat(finding.words())
          .startsWith(expectation.substring(0, expectation.indexOf('=')) + " " + words)
          .contains("expect.body.json");
    }

    @Test
    void ofADocumentThatIsOneScalarIsItself() {
      assertThat(find(rule("$=ok"), "\"ok\"", false)).isEqualTo(Finding.MET);
      assertThat(find(rule("$=#1"), " 1.0 ", false)).isEqualTo(Finding.MET);
    }

    @Test
    void ofANameThatIsThereTwiceIsTheFirst() {
      assertThat(find(rule("$.a.b=x"), "{\"a\":{\"b\":\"x\"},\"a\":{\"b\":\"y\"}}", false))
          .isEqualTo(Finding.MET);
      assertThat(find(rule("$.a.b=x"), "{\"a\":{},\"a\":{\"b\":\"x\"}}", false).kind())
          .isEqualTo(Finding.Kind.MISSED);
      assertThat(find(rule("$.a.b=x"), "{\"a\":1,\"a\":{\"b\":\"x\"}}", false).kind())
          .isEqualTo(Finding.Kind.MISSED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "UP",
          "{",
          "{\"status\":\"UP\"",
          "{\"status\":\"UP\"}}",
          "{\"status\":\"UP\"} x",
          "{\"status\":\"UP\"} {}",
          "{'status':'UP'}",
          "{\"status\":\"UP\",}",
          "<html>UP</html>",
          "{\"status\":\"UP\",\"a\":NaN}",
          "{\"status\":\"UP\",\"a\":01}",
        })
    void isOfAWholeDocument(String body) {
      assertThat(find(rule("$.status=UP"), body, false)).isEqualTo(NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void inAbysmalDepthIsAnOutcome(String open) {
      String body = "{\"x\":" + open.repeat(100_000);
      Finding finding = find(rule("$.status=UP"), body, false);
      assertThat(finding.kind()).isEqualTo(Finding.Kind.MISSED);
      assertThat(finding.words()).contains("deeper than 100");
      assertThat(find(rule("$.status=UP"), body, true).kind()).isEqualTo(Finding.Kind.MISSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e99999999999999", "-0.0", "1E+2147483648"})
    void isComparedWithAnyNumber(String number) {
      assertThat(find(rule("$.a=#7"), "{\"a\":" + number + "}", false).kind())
          .isEqualTo(Finding.Kind.MISSED);
    }

    @Test
    void ofTooManyDigitsIsAnOutcome() {
      assertThat(find(rule("$.a=#7"), "{\"a\":" + "7".repeat(2000) + "}", false).kind())
          .isEqualTo(Finding.Kind.MISSED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "{\"a\":1",
          "{\"a\":tr",
          "{\"a\":\"\u00e4",
          "{\"a\":[1,2",
          "{\"stat",
          "{\"a\":1.",
        })
    void beyondTheCutIsCut(String body) {
      assertThat(find(rule("$.status=UP"), body, true).kind()).isEqualTo(Finding.Kind.CUT);
    }

    @Test
    void beforeTheCutIsFound() {
      assertThat(find(rule("$.status=UP"), "{\"status\":\"UP\",\"a\":[1,", true))
          .isEqualTo(Finding.MET);
      assertThat(find(rule("$.status=UP"), "{\"status\":\"DOWN\",\"a\":[1,", true).kind())
          .isEqualTo(Finding.Kind.MISSED);
      assertThat(find(rule("$.status=UP"), "<html>" + "x".repeat(100), true)).isEqualTo(NOT_JSON);
    }

    @Test
    void isOneOfSeveral() {
      var json = new LinkedHashMap<JsonPath, JsonScalar>();
      json.put(JsonPath.of("$.status"), new JsonScalar.Text("UP"));
      json.put(JsonPath.of("$.list[0]"), new JsonScalar.Text("x"));
      var rule = new BodyRule(new BodyExpect(null, null, json));
      assertThat(find(rule, "{\"list\":[\"x\"],\"status\":\"UP\"}", false)).isEqualTo(Finding.MET);
      assertThat(find(rule, "{\"list\":[\"y\"],\"status\":\"UP\"}", false).words())
          .startsWith("$.list[0] ");
    }

    /// `#` a number, `?` a flag, `!` null, else a text.
    private BodyRule rule(String expectation) {
      int equals = expectation.lastIndexOf('=');
      String value = expectation.substring(equals + 1);
      JsonScalar scalar =
          switch (value.charAt(0)) {
            case '#' -> new JsonScalar.Numeric(new BigDecimal(value.substring(1)));
            case '?' -> new JsonScalar.Flag(Boolean.parseBoolean(value.substring(1)));
            case '!' -> new JsonScalar.Null();
            default -> new JsonScalar.Text(value);
          };
      JsonPath path = JsonPath.of(expectation.substring(0, equals));
      return new BodyRule(new BodyExpect(null, null, Map.of(path, scalar)));
    }
  }

  private static Finding find(BodyRule rule, String body, boolean cut) {
    return find(rule, body, StandardCharsets.UTF_8, cut);
  }

  private static Finding find(BodyRule rule, String body, Charset charset, boolean cut) {
    byte[] bytes = body.getBytes(charset);
    return rule.find(bytes, bytes.length, charset, cut);
  }
}
