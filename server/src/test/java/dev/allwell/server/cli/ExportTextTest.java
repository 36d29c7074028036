package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ExportTextTest {
  private static final Map<String, Object> SHOP =
      Map.of(
          "name",
          "shop",
          "url",
          "https://shop.test/",
          "http",
          Map.of("auth", Map.of("bearer", "***"), "headers", Map.of("Accept", "***")));

  private static Object tree(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  private static String export(Map<String, Object> statement) {
    var text = new ExportText();
    text.add(statement);
    return text.yaml("http://127.0.0.1:4000");
  }

  @Test
  void aSecretIsAVariableThatACommentLists() {
    var yaml = export(SHOP);

    assertThat(yaml)
        .contains(
            "# Secrets are not exported. Set these variables:\n",
            "#   SHOP_HTTP_AUTH_BEARER: http.auth.bearer of \"shop\"\n")
        .doesNotContain("***");
    assertThat(tree(yaml).toString()).contains("bearer=${SHOP_HTTP_AUTH_BEARER}");
  }

  @Test
  void whatAReadersTokenMayNotSeeIsAVariableToo() {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("name", "hook");
    statement.put("url", "https://a.test/?token=***&x=***");
    statement.put("http", Map.of("body", "***"));
    statement.put("tcp", Map.of("send", "***", "send-hex", "***"));

    assertThat(export(statement))
        .contains(
            "url: '${HOOK_URL}'",
            "body: '${HOOK_HTTP_BODY}'",
            "send: '${HOOK_TCP_SEND}'",
            "send-hex: '${HOOK_TCP_SEND_HEX}'")
        .doesNotContain("***");
    assertThat(export(Map.of("name", "a", "url", "https://a.test/***?x=1&y=***")))
        .contains("https://a.test/***?x=1&y=***");
  }

  @Test
  void noVariableStandsForTwo() {
    var text = new ExportText();
    text.add(Map.of("id", "a.b", "name", "x", "tls", Map.of("key", "***")));
    text.add(Map.of("id", "a-b", "name", "y", "tls", Map.of("key", "***")));

    assertThat(text.yaml("")).contains("${A_B_TLS_KEY}", "${A_B_TLS_KEY_2}");
  }

  @Test
  void whatLooksLikeAVariableIsEscaped() {
    var keys = new LinkedHashMap<String, Object>();
    keys.put("name", "a");
    keys.put("expect", Map.of("body", Map.of("regex", "^\\$5$", "json", Map.of("$.a", "${X}"))));

    assertThat(tree(export(keys)).toString()).contains("regex=^\\$$5$$").contains("$.a=$${X}");
  }

  @Test
  void everyKindOfValueComesBackAsItWas() {
    var keys = new LinkedHashMap<String, Object>();
    keys.put("name", "yes");
    keys.put("id", "0123");
    keys.put("url", "http://[::1]/#");
    keys.put("retries", 3);
    keys.put("error-rate-limit", 0.25);
    keys.put("http", Map.of("keep-alive", true, "version", "1.1", "body", "a\nb: \u2603 '\"\t"));
    keys.put("groups", List.of("null", "~", "-"));
    var json = new LinkedHashMap<String, Object>();
    json.put("a", null);
    keys.put("json", json);

    assertThat(tree(export(keys))).isEqualTo(Map.of("services", Arrays.asList(keys)));
  }

  @Test
  void nothingIsAFileToo() {
    assertThat(tree(new ExportText().yaml("x"))).isEqualTo(Map.of("services", List.of()));
  }
}
