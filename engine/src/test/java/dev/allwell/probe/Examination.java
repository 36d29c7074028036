package dev.allwell.probe;

import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Report;
import dev.allwell.model.Route;
import dev.allwell.model.StartTls;
import dev.allwell.model.Step;
import dev.allwell.model.TcpCheck;
import dev.allwell.testkit.sick.Aim;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Cap;
import dev.allwell.testkit.sick.Control;
import dev.allwell.testkit.sick.Patient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a row demands of an attempt, and where an attempt fell short of it.
final class Examination {
  private static final long WIRE = Caps.DEFAULT.wire();

  /// Socket buffers of both sides, at their largest by default (Linux: 6 MiB and 4 MiB, doubled).
  private static final long BUFFERS = 20 << 20;

  private Examination() {}

  /// The check that a behaviour is met with.
  static Check check(Aim aim, int port, Optional<Cap> lifted) {
    Route route =
        lifted.filter(Cap.VERIFICATION::equals).map(_ -> Checks.UNVERIFIED).orElse(Route.DEFAULT);
    var endpoint = new Endpoint("127.0.0.1", port);
    var conduct =
        lifted.filter(Cap.BODY::equals).isPresent()
            ? new HttpCheck.Conduct(3, false, 1 << 30, HttpCheck.Version.HTTP_1_1)
            : HttpCheck.Conduct.DEFAULT;
    HttpCheck plain = HttpCheck.of(false, endpoint, "/0").with(conduct);
    HttpCheck secured = HttpCheck.of(true, endpoint, "/0").with(conduct).with(route);
    return switch (aim) {
      case TCP -> TcpCheck.of(endpoint, false).with(new TcpCheck.Talk(null, "", "^220 "));
      case STARTTLS ->
          TcpCheck.of(endpoint, false)
              .with(new TcpCheck.Talk(StartTls.SMTP, "", ""))
              .with(Checks.UNVERIFIED);
      case DNS -> DnsCheck.of(endpoint, "a.test", DnsCheck.Type.A);
      case DNS_TXT ->
          DnsCheck.of(endpoint, "a.test", DnsCheck.Type.of("TXT").orElseThrow())
              .with(new DnsCheck.Expect(0, List.of("fine"), List.of()));
      case DNS_TCP -> DnsCheck.of(endpoint, "a.test", DnsCheck.Type.A).with(DnsCheck.Transport.TCP);
      case TLS -> TcpCheck.of(endpoint, true).with(Checks.UNVERIFIED);
      case HTTP ->
          lifted.filter(Cap.REDIRECTS::equals).isPresent() ? Checks.redirects(plain, 10) : plain;
      case HTTP_PATIENT -> Checks.redirects(plain, 10);
      case HTTP_MONITOR -> Checks.format(plain, HttpCheck.Format.MONITOR);
      case HTTPS -> secured;
      case HTTP2 -> Checks.version(secured, HttpCheck.Version.HTTP_2);
      case HTTPS_SECRET ->
          secured.with(new HttpCheck.Request("GET", Map.of("Authorization", "Bearer hush"), ""));
    };
  }

  /// Where an attempt falls short of what its row demands; empty when nowhere.
  static List<String> faults(Behaviour row, SickLane.Seen seen, Patient patient) {
    if (seen.attempt().isEmpty()) {
      return List.of("no end in time");
    }
    var faults = new ArrayList<String>();
    Attempt attempt = seen.attempt().get();
    String was = attempt.reason().code() + " (" + attempt.detail() + ")";
    if (!attempt.reason().code().equals(row.reason())) {
      faults.add("expected " + row.reason() + ", was " + was);
    }
    switch (row.control()) {
      case Control.Lifted(var cap) -> {
        if (!attempt.detail().contains(cap.told())) {
          faults.add("it was not " + cap + " that ended it: " + was);
        }
      }
      case Control.Cleaned(var hostile) -> {
        if (uncleaned(seen, hostile).equals(standIns(shown(seen)))) {
          faults.add("what it sent is not shown: " + shown(seen));
        }
      }
      case Control.Escaped(_, var escaped) -> {
        if (!shown(seen).contains(escaped)) {
          faults.add("what it sent is not shown: " + shown(seen));
        }
      }
      case Control.Twin _, Control.Worse _ -> {}
    }
    if (!isClean(shown(seen)) || attempt.detail().length() > Attempt.LONGEST_DETAIL) {
      faults.add("what is shown is not clean: " + shown(seen));
    }
    if (patient.sent() > mostSent(patient)) {
      faults.add("it could send " + patient.sent() + " bytes");
    }
    return faults;
  }

  /// All that is shown of what the target said: by an outcome, and to somebody who watched.
  static String shown(SickLane.Seen seen) {
    Attempt attempt = seen.attempt().orElseThrow();
    return attempt.detail()
        + seen.steps().stream().map(Step::facts).toList()
        + attempt.report().map(Report::attributes).map(Map::toString).orElse("")
        + attempt
            .certificate()
            .map(facts -> facts.subject() + facts.issuer() + facts.names())
            .orElse("");
  }

  /// What would be shown if nothing had been cleaned: what stands in for hostile text replaced by
  /// it, wherever it is found.
  static String uncleaned(SickLane.Seen seen, String hostile) {
    String cleaned =
        hostile
            .codePoints()
            .map(c -> isClean(c) ? c : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return standIns(shown(seen)).replace(cleaned, hostile);
  }

  /// All of them alike.
  private static String standIns(String shown) {
    return shown.replace('\ufffd', '?');
  }

  /// Letters of any script, digits, and what ASCII prints; U+FFFD stands for the rest.
  static boolean isClean(String text) {
    return text.codePoints().allMatch(Examination::isClean);
  }

  private static boolean isClean(int c) {
    return Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f) || c == 0xfffd;
  }

  /// What one answer may cost on the wire, on each connection, and what both kernels may hold
  /// besides.
  private static long mostSent(Patient patient) {
    int connections = patient.target().map(t -> t.accepted()).orElse(1);
    return connections * (WIRE + BUFFERS);
  }
}
