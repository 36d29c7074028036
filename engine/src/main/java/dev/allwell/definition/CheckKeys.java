package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.HttpCheck.Request;
import dev.allwell.model.Route;
import dev.allwell.model.StatusSet;
import dev.allwell.model.TcpCheck.Talk;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads how a service is checked: its url, whose scheme names the kind, and the sections that
/// belong to that kind.
final class CheckKeys {
  private static final int LARGEST_SHARED = 1024;
  private final StatusSet status;
  private final Optional<String> healthPath;
  private final Shared<Request> requests = new Shared<>(List.of(Request.GET));
  private final Shared<Conduct> conducts = new Shared<>(List.of(Conduct.DEFAULT));
  private final Shared<Expect> expects;
  private final TcpKeys tcpKeys = new TcpKeys();
  private final DnsKeys dnsKeys = new DnsKeys();
  private final RouteKeys routes;

  CheckKeys(Defaults defaults) {
    status = defaults.status();
    healthPath = defaults.healthPath();
    routes = new RouteKeys(defaults.proxyOrNull());
    expects = new Shared<>(List.of(new Expect(status, Format.AUTO)));
  }

  /// The check that the keys ask for; empty when the url was refused.
  Optional<Check> read(Section top) {
    if (!top.has("url")) {
      top.refuse("url", "missing: expected a url such as \"https://shop.test/health\"");
    }
    Optional<String> text = top.text("url");
    Optional<Kind> kind = text.flatMap(CheckKeys::kind);
    Optional<Url> url = text.flatMap(given -> url(top, given));

    Section http = mine(top, "http", kind);
    Request request = shared(HttpKeys.request(http));
    Conduct conduct = conducts.one(HttpKeys.conduct(http));
    Section expected = mine(top, "expect", kind);
    Expect expect = expects.one(HttpKeys.expect(expected, status, conduct.maxBody()));
    expected.refuseTheRest();
    HttpKeys.refuseBodyOfHead(request, expect, expected);
    Section tcp = mine(top, "tcp", kind);
    Talk talk = tcpKeys.talk(tcp, kind);
    tcp.refuseTheRest();
    Section dns = mine(top, "dns", kind);
    DnsKeys.Read asked = dnsKeys.read(dns);
    dns.refuseTheRest();
    Section tls = tls(top, kind, url, talk, asked);
    Route route = routes.read(top, http, tls, kind);
    http.refuseTheRest();
    tls.refuseTheRest();

    return url.flatMap(to ->
        switch (to.kind()) {
          case HTTP, HTTPS ->
              Optional.of(
                  new HttpCheck(
                      to.kind() == Kind.HTTPS,
                      to.endpoint(),
                      target(to),
                      request,
                      expect,
                      conduct,
                      route));
          case TCP, TLS -> TcpKeys.check(top, to, talk, route);
          case DNS -> DnsKeys.check(top, to, asked, route);
        });
  }

  private static Optional<Kind> kind(String url) {
    try {
      return Optional.of(Url.kind(url));
    } catch (MalformedUrl _) {
      return Optional.empty(); // said once, where the whole url is read
    }
  }

  private static Optional<Url> url(Section top, String text) {
    try {
      return Optional.of(Url.read(text));
    } catch (MalformedUrl e) {
      top.refuse("url", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// A section if it belongs to the kind, or if nobody can tell the kind; else it is refused.
  private static Section mine(Section top, String name, Optional<Kind> kind) {
    if (kind.isEmpty() || kind.get().has(name)) {
      return top.section(name);
    }
    if (top.has(name)) {
      top.refuse(
          name,
          "only for %s urls, this one is %s://".formatted(Kind.urls(name), kind.get().scheme()));
    }
    return top.none(name);
  }

  /// The section `tls`, which is refused where no TLS is spoken.
  private static Section tls(
      Section top, Optional<Kind> kind, Optional<Url> url, Talk talk, DnsKeys.Read asked) {
    if (url.isPresent()) {
      String missing =
          switch (url.get().kind()) {
            case TCP -> talk.startTls().isPresent() ? "" : "tcp.starttls";
            case DNS -> asked.tls(url.get()) ? "" : "dns.transport tls";
            case HTTP, HTTPS, TLS -> "";
          };
      if (!missing.isEmpty()) {
        if (top.has("tls")) {
          top.refuse("tls", "no TLS is spoken without " + missing);
        }
        return top.none("tls");
      }
    }
    return mine(top, "tls", kind);
  }

  private Request shared(Request request) {
    int size = request.body().length() + 64 * request.secretHeaders().size();
    for (var header : request.headers().entrySet()) {
      size += header.getKey().length() + header.getValue().length();
    }
    if (size > LARGEST_SHARED) {
      return request;
    }
    Request equal = requests.one(request);
    return sameOrder(equal.headers(), request.headers()) ? equal : request;
  }

  private static boolean sameOrder(Map<String, String> some, Map<String, String> others) {
    return List.copyOf(some.keySet()).equals(List.copyOf(others.keySet()));
  }

  /// What is asked for first: the url's own path, else the health path; the query stays.
  private String target(Url url) {
    boolean bare = url.path().isEmpty() || url.path().equals("/");
    String path = bare ? healthPath.orElse("/") : url.path();
    return url.query().isEmpty() ? path : path + url.query();
  }
}
