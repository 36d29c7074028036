package dev.allwell.testkit.sick;

import static dev.allwell.testkit.Sickness.healthy;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// FT health documents that a reader should not survive, take for another, or take for good.
final class FtBodies {
  private static final String GRAMMAR = "what an FT health document is";
  private static final String SHOWN = "the length of a detail: some names, and how many more";
  private static final String WELL = "{\"name\":\"db\",\"ok\":true,\"severity\":2}";

  private FtBodies() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP_FT);
    limits(rows);
    others(rows);
    failing(rows);
    letPass(rows);
    return rows.list();
  }

  private static void limits(Rows rows) {
    rows.capped(
            "sends 100 KB of an FT document",
            healthy(200, checks("{\"ok\":true,\"checkOutput\":\"" + "x".repeat(100_000) + "\"}")),
            "body-truncated",
            Cap.BODY)
        .capped(
            "sends FT checks without end",
            Sickness.endless(
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"checks\":[" + WELL,
                ("," + WELL).repeat(100)),
            "body-truncated",
            Cap.BODY);
    beyond(
        rows,
        "100,000 levels of an FT document",
        checks("{\"ok\":true,\"x\":" + "[".repeat(100_000)),
        Cap.FT_DEPTH);
    beyond(
        rows,
        "30,000 levels in an FT check",
        checks("{\"ok\":true,\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"),
        Cap.FT_DEPTH);
    beyond(
        rows,
        "objects 10,000 deep beside FT checks",
        "{\"x\":" + "{\"ok\":".repeat(10_000) + "1" + "}".repeat(10_000) + ",\"checks\":[]}",
        Cap.FT_DEPTH);
    beyond(
        rows,
        "a severity of 60,000 digits",
        checks("{\"ok\":true,\"severity\":" + "1".repeat(60_000) + "}"),
        Cap.FT_NUMBER);
    beyond(
        rows,
        "an FT check with a key of 60 KB",
        checks("{\"ok\":true,\"" + "n".repeat(60_000) + "\":1}"),
        Cap.FT_NAME);
    beyond(rows, "10,001 FT checks", checks("{},".repeat(10_000) + "{}"), Cap.FT_CHECKS);
  }

  private static void others(Rows rows) {
    other(rows, "a page in place of an FT document", "<html>OK</html>", GRAMMAR);
    other(rows, "an empty object for an FT document", "{}", GRAMMAR);
    other(rows, "an Actuator document for an FT document", "{\"status\":\"DOWN\"}", GRAMMAR);
    other(rows, "FT checks that are an object", "{\"checks\":{\"db\":{\"ok\":true}}}", GRAMMAR);
    other(rows, "FT checks that are texts", checks("\"db\""), GRAMMAR);
    other(rows, "a text for the ok of an FT check", checks("{\"ok\":\"true\"}"), GRAMMAR);
    other(rows, "two FT documents", checks(WELL) + checks(WELL), GRAMMAR);
    other(rows, "half an FT document", checks(WELL).substring(0, 40), GRAMMAR);
    other(rows, "invalid UTF-8 in an FT check", checks("{\"ok\":true,\"x\":\"\u00ff\"}"), GRAMMAR);
    other(
        rows,
        "an FT document in UTF-16",
        new String(checks(WELL).getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
        GRAMMAR);
  }

  private static void failing(Rows rows) {
    String bad = "{\"name\":\"db\",\"ok\":false},";
    String named = "{\"name\":\"%s\",\"ok\":false}";
    failing(rows, "a failing FT check among good ones", checks(WELL + "," + bad + WELL), GRAMMAR);
    failing(rows, "an FT check without an ok", checks("{\"name\":\"db\"}"), GRAMMAR);
    failing(rows, "1,000 failing FT checks", checks(bad.repeat(1000) + WELL), SHOWN);
    failing(
        rows,
        "a failing FT check with a name of 60 KB",
        checks(named.formatted("n".repeat(60_000))),
        SHOWN);
    failing(
        rows,
        "a failing FT check with a name of letters beyond 16 bits",
        checks(named.formatted(Printed.wired("x" + "\ud835\udc00".repeat(100)))),
        SHOWN);
    String hostile = Printed.wired(Certificates.HOSTILE.replace("\u001b", "\\u001b"));
    rows.row(
        "names a failing FT check by terminal escapes and right-to-left marks",
        Rows.plain(healthy(200, checks(named.formatted(hostile)))),
        "reported-failing",
        new Control.Cleaned(Certificates.HOSTILE));
  }

  private static void letPass(Rows rows) {
    rows.passed(
            "sends an FT document with a byte order mark",
            healthy(200, "\u00ef\u00bb\u00bf" + checks(WELL)),
            "nothing: a mark of UTF-8 is let pass",
            healthy(200, "\u00ef\u00bb" + checks(WELL)),
            "expectation-failed")
        .passed(
            "sends the ok of an FT check twice",
            healthy(200, checks("{\"ok\":false,\"ok\":true}")),
            "nothing: of a key that is there twice the last counts",
            healthy(200, checks("{\"ok\":true,\"ok\":false}")),
            "reported-failing")
        .passed(
            "sends a severity that is none",
            healthy(200, checks("{\"ok\":true,\"severity\":1e999999999}")),
            "nothing: it is passed over, as all that nobody needs",
            healthy(200, checks("{\"ok\":true,\"severity\":1e}")),
            "expectation-failed");
  }

  private static void beyond(Rows rows, String what, String body, Cap cap) {
    rows.capped("sends " + what, healthy(200, body), "expectation-failed", cap);
  }

  private static void other(Rows rows, String what, String body, String rule) {
    rows.ruled("sends " + what, healthy(200, body), "expectation-failed", rule, well());
  }

  private static void failing(Rows rows, String what, String body, String rule) {
    rows.ruled("sends " + what, healthy(200, body), "reported-failing", rule, well());
  }

  private static Script well() {
    return healthy(200, checks(WELL));
  }

  private static String checks(String list) {
    return "{\"schemaVersion\":1,\"checks\":[" + list + "]}";
  }
}
