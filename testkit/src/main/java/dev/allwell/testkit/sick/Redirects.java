package dev.allwell.testkit.sick;

import static dev.allwell.testkit.Sickness.answer;
import static dev.allwell.testkit.Sickness.redirect;

import dev.allwell.testkit.Arrival;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Redirects to where nobody should go, and without an end.
final class Redirects {
  private static final String MOST = "at most 10 redirects";
  private static final String SCHEMES = "only http and https are followed";
  private static final String PLACE = "a Location must be a place";
  private static final String FLOOR = "the guard, on each hop";

  private Redirects() {}

  /// Where our own listener is said to be: nobody is there.
  static final int OWN_PORT = 9;

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP);
    rows.capped(
        "redirects to itself",
        Sickness.redirecting(301, "/0"),
        "too-many-redirects",
        Cap.REDIRECTS);
    rows.capped(
        "redirects four times", Sickness.redirectChain(4), "too-many-redirects", Cap.REDIRECTS);
    schemes(rows);
    forbidden(rows);
    disguised(rows);
    odd(rows);
    rows.row(
        "redirects to Allwell itself",
        Rows.plain(Sickness.redirecting(302, "http://127.0.0.1:" + OWN_PORT + "/")),
        "blocked-by-policy",
        new Control.Lifted(Cap.OWN_LISTENERS));
    var all = new java.util.ArrayList<>(rows.list());
    all.addAll(patient());
    all.addAll(secret());
    return all;
  }

  /// What cannot be lifted any further.
  private static List<Behaviour> patient() {
    return new Rows(Aim.HTTP_PATIENT)
        .ruled(
            "redirects in a circle of two",
            circle(),
            "too-many-redirects",
            MOST,
            Sickness.redirectChain(2))
        .ruled(
            "redirects eleven times",
            Sickness.redirectChain(11),
            "too-many-redirects",
            MOST,
            Sickness.redirectChain(10))
        .list();
  }

  private static List<Behaviour> secret() {
    return new Rows(Aim.HTTPS_SECRET)
        .row(
            "redirects secrets from https to http",
            Rows.secured(Sickness.redirecting(302, "http://127.0.0.1:9/")),
            "blocked-by-policy",
            new Control.Twin(
                "secrets do not leave TLS",
                Rows.secured(once(request -> "https://" + request.header("Host") + "/there"))))
        .list();
  }

  private static void schemes(Rows rows) {
    for (String to :
        List.of(
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            "javascript:alert(1)",
            "data:text/plain,fine",
            "gopher://127.0.0.1:6379/_",
            "ws://127.0.0.1/",
            "FILE:/etc/passwd")) {
      to(rows, to, "blocked-by-policy", SCHEMES);
    }
  }

  private static void forbidden(Rows rows) {
    for (String to :
        List.of(
            "http://169.254.169.254/latest/meta-data/",
            "//169.254.169.254/",
            "http://[fd00:ec2::254]/",
            "http://100.100.100.200/",
            "http://168.63.129.16/",
            "http://metadata.google.internal/computeMetadata/v1/",
            "http://MetaData.Google.INTERNAL./",
            "http://metadata.goog./",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[fe80::1]/")) {
      to(rows, to, "blocked-by-policy", FLOOR);
    }
  }

  private static void disguised(Rows rows) {
    for (String to :
        List.of(
            "http://[::ffff:169.254.169.254]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://[::169.254.169.254]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[64:ff9b:1:a9fe:a9:fe00::]/",
            "http://[2002:a9fe:a9fe::1]/",
            "http://[2001:0:a9fe:a9fe::1]/",
            "http://[2a00:1::5efe:a9fe:a9fe]/",
            "http://safe.example@169.254.169.254/",
            "http://safe.example:80@169.254.169.254:80/",
            "http://127.0.0.1%2540@169.254.169.254/")) {
      to(rows, to, "blocked-by-policy", FLOOR);
    }
    for (String to :
        List.of(
            "http://2852039166/",
            "http://0xa9fea9fe/",
            "http://0251.0376.0251.0376/",
            "http://0xa9.0xfe.0xa9.0xfe/",
            "http://169.254.43518/",
            "http://025177524776/")) {
      to(rows, to, "dns-not-found", "an address is four decimal numbers; all else is a name");
    }
    to(
        rows,
        "http://169.254.169.254%2f@safe.example/",
        "dns-not-found",
        "a host stands behind the last @");
    for (String to :
        List.of(
            "http:\\\\169.254.169.254\\",
            "http://safe.example\\@169.254.169.254/",
            "http://169.254.169.254%00.safe.example/",
            "http://169.254\t.169.254/",
            "http://[::ffff:169.254.169.254%25lo]/",
            "http://\u2460\u2461/",
            "http://169\u3002254\u3002169\u3002254/")) {
      to(rows, to, "bad-response", PLACE);
    }
  }

  private static void odd(Rows rows) {
    rows.capped(
        "redirects to an empty Location",
        Sickness.redirecting(302, ""),
        "too-many-redirects",
        Cap.REDIRECTS);
    to(rows, "http://", "bad-response", PLACE);
    to(rows, "http:/only/a/path", "bad-response", PLACE);
    to(rows, "http://127.0.0.1:99999/", "bad-response", PLACE);
    to(rows, "http://127.0.0.1:0/", "bad-response", PLACE);
    to(rows, "http://[::1/", "bad-response", PLACE);
    to(rows, "http:///nowhere", "bad-response", PLACE);
    rows.ruled(
            "redirects without a Location",
            Sickness.healthy(302, "nowhere"),
            "unexpected-status",
            "the statuses expected")
        .capped(
            "redirects to a Location of 3 KiB",
            once(_ -> "/there" + "x".repeat(3072)),
            "bad-response",
            Cap.LOCATION)
        .capped(
            "redirects to a Location of 1 MiB",
            Sickness.redirecting(302, "/" + "x".repeat(1 << 20)),
            "bad-response",
            Cap.HEADERS)
        .passed(
            "redirects to itself without a scheme",
            once(request -> "//" + request.header("Host") + "/there"),
            "nothing: such a place is on this side",
            once(request -> "//" + request.header("Host") + "/elsewhere"),
            "unexpected-status")
        .passed(
            "redirects with dots above the root",
            once(_ -> "../../../../there?x=../..#y"),
            "nothing: there is nothing above the root",
            once(_ -> "../../../../not/there?x=../..#y"),
            "unexpected-status");
  }

  private static void to(Rows rows, String place, String reason, String rule) {
    rows.ruled(
        "redirects to " + Printed.of(place),
        Sickness.redirecting(302, Printed.wired(place)),
        reason,
        rule,
        once(_ -> "/there"));
  }

  /// Redirects from `/0`; `/there` is well, and nothing else is there.
  private static Script once(Function<Arrival, String> place) {
    return Sickness.answering(request ->
        request.line().startsWith("GET /0 ")
            ? redirect(302, place.apply(request))
            : answer(request.line().startsWith("GET /there") ? 200 : 404, Rows.DOCUMENT));
  }

  private static Script circle() {
    Map<Boolean, String> next = Map.of(true, redirect(307, "/b"), false, redirect(307, "/0"));
    return Sickness.answering(request -> next.get(request.line().startsWith("GET /0 ")));
  }
}
