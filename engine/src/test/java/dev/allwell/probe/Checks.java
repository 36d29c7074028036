package dev.allwell.probe;

import dev.allwell.model.BodyExpect;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Route;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.SickTarget;

/// Checks of a target, each a variation of the plain one.
final class Checks {
  static final Route UNVERIFIED = new Route(new TlsSettings(false));

  private Checks() {}

  static HttpCheck http(SickTarget target) {
    return http(target.host(), target.port());
  }

  static HttpCheck http(String host, int port) {
    return HttpCheck.of(false, new Endpoint(host, port), "/0");
  }

  static HttpCheck https(SickTarget target) {
    return HttpCheck.of(true, new Endpoint(target.host(), target.port()), "/0");
  }

  static HttpCheck redirects(HttpCheck check, int most) {
    return check.with(new HttpCheck.Conduct(most, false));
  }

  static HttpCheck keepAlive(HttpCheck check) {
    return check.with(new HttpCheck.Conduct(3, true));
  }

  static HttpCheck request(HttpCheck check, HttpCheck.Request request) {
    return check.with(request);
  }

  static HttpCheck format(HttpCheck check, HttpCheck.Format format) {
    return check.with(new HttpCheck.Expect(check.expect().status(), format));
  }

  static HttpCheck expect(HttpCheck check, HttpCheck.Expect expect) {
    return check.with(expect);
  }

  static HttpCheck body(HttpCheck check, BodyExpect body) {
    return check.with(new HttpCheck.Expect(check.expect().status(), check.expect().format(), body));
  }

  static HttpCheck version(HttpCheck check, HttpCheck.Version version) {
    HttpCheck.Conduct conduct = check.conduct();
    return check.with(
        new HttpCheck.Conduct(
            conduct.redirects(), conduct.keepAlive(), conduct.maxBody(), version));
  }

  static HttpCheck maxBody(HttpCheck check, int bytes) {
    HttpCheck.Conduct conduct = check.conduct();
    return check.with(
        new HttpCheck.Conduct(conduct.redirects(), conduct.keepAlive(), bytes, conduct.version()));
  }

  static TcpCheck tcp(SickTarget target, boolean tls) {
    return TcpCheck.of(new Endpoint(target.host(), target.port()), tls);
  }
}
