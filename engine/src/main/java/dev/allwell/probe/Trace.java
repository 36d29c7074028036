package dev.allwell.probe;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Attempt;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Phases;
import dev.allwell.model.Step;
import dev.allwell.model.Step.What;
import dev.allwell.model.Veil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The steps of one check while it is watched, over all its attempts. Of headers that are or sound
/// secret only the names are kept, of bodies nothing; what a [Step] holds is clean. Written on one
/// thread.
public final class Trace {
  private static final int MOST_STEPS = 500;
  private static final int MOST_HEADERS = 64;
  private static final int LONGEST = 200;
  private static final Pattern SECRET =
      Pattern.compile("auth|cookie|token|secret|password|key|session", Pattern.CASE_INSENSITIVE);
  private static final Pattern BEYOND_ORIGIN =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?.*$", Pattern.DOTALL);

  private final Ticker ticker;
  private final List<Step> steps = new ArrayList<>();
  private int attempt;
  private long beganNanos;

  public Trace(Ticker ticker) {
    this.ticker = ticker;
  }

  /// What was seen so far.
  public List<Step> steps() {
    return List.copyOf(steps);
  }

  void begin() {
    attempt++;
    beganNanos = ticker.nanos();
  }

  void dialing(String target, boolean tls) {
    add(What.DIALING, Map.of("target", target, "tls", "" + tls));
  }

  void resolved(List<InetAddress> addresses) {
    add(
        What.RESOLVED,
        Map.of(
            "addresses",
            addresses.stream()
                .limit(MOST_HEADERS)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "))));
  }

  void certificate(CertificateFacts facts) {
    var shown = new LinkedHashMap<String, String>();
    shown.put("subject", facts.subject());
    shown.put("names", String.join(", ", facts.names()));
    shown.put("issuer", facts.issuer());
    shown.put("not-before", facts.notBefore().toString());
    shown.put("not-after", facts.notAfter().toString());
    shown.put("chain-length", "" + facts.chainLength());
    shown.put("trusted", "" + facts.trusted());
    shown.put("protocol", facts.protocol());
    shown.put("cipher", facts.cipher());
    add(What.CERTIFICATE, shown);
  }

  void connected(SocketAddress peer) {
    add(What.CONNECTED, Map.of("peer", peer.toString().replaceFirst("^[^/]*/", "")));
  }

  void notConnected(String reason, String detail) {
    add(What.NOT_CONNECTED, Map.of("reason", reason, "detail", detail));
  }

  /// @param marked names that somebody marked as secret, in lower case
  void request(FullHttpRequest request, Set<String> marked) {
    var shown = new LinkedHashMap<String, String>();
    shown.put("method", request.method().name());
    shown.put("target", clip(Veil.over(request.uri())));
    headers(shown, request.headers(), marked);
    add(What.REQUEST, shown);
  }

  void answer(int status, HttpHeaders headers) {
    var shown = new LinkedHashMap<String, String>();
    shown.put("status", "" + status);
    headers(shown, headers, Set.of());
    add(What.ANSWER, shown);
  }

  void outcome(Attempt attempt) {
    var shown = new LinkedHashMap<String, String>();
    shown.put("reason", attempt.reason().code());
    if (!attempt.detail().isEmpty()) {
      shown.put("detail", attempt.detail());
    }
    if (attempt.status() != 0) {
      shown.put("status", "" + attempt.status());
    }
    shown.put("body-truncated", "" + attempt.truncated());
    Phases phases = attempt.phases();
    shown.put("resolve-ms", millis(phases.resolve()));
    shown.put("connect-ms", millis(phases.connect()));
    shown.put("tls-ms", millis(phases.tls()));
    shown.put("first-byte-ms", millis(phases.firstByte()));
    shown.put("transfer-ms", millis(phases.transfer()));
    shown.put("total-ms", millis(phases.total()));
    add(What.OUTCOME, shown);
  }

  private static void headers(Map<String, String> shown, HttpHeaders headers, Set<String> marked) {
    int count = 0;
    for (var header : headers) {
      if (++count > MOST_HEADERS) {
        return;
      }
      var name = header.getKey().toLowerCase(Locale.ROOT);
      boolean secret = SECRET.matcher(name).find() || marked.contains(name);
      var value = name.equals("location") ? origin(header.getValue()) : header.getValue();
      shown.merge(
          "header " + clip(header.getKey()), secret ? "***" : clip(value), (a, b) -> a + ", " + b);
    }
  }

  /// Where a redirect leads; codes and tokens stand in the rest.
  private static String origin(String location) {
    var origin = BEYOND_ORIGIN.matcher(location).replaceFirst("$1$2");
    return origin + "...";
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private static String clip(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  private void add(What what, Map<String, String> facts) {
    if (steps.size() < MOST_STEPS) {
      steps.add(new Step(attempt, ticker.nanos() - beganNanos, what, facts));
    }
  }
}
