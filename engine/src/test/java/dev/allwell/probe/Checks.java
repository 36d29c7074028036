package dev.allwell.probe;

import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.StatusSet;
import dev.allwell.model.TcpCheck;
import dev.allwell.testkit.SickTarget;

/// Checks of a target, each a variation of the plain one.
final class Checks {
  private Checks() {}

  static HttpCheck http(SickTarget target) {
    return http(target.host(), target.port());
  }

  static HttpCheck http(String host, int port) {
    return new HttpCheck(
        false,
        new Endpoint(host, port),
        "/0",
        HttpCheck.Request.GET,
        new HttpCheck.Expect(StatusSet.SUCCESS, HttpCheck.Format.AUTO),
        HttpCheck.Conduct.DEFAULT);
  }

  static HttpCheck https(SickTarget target) {
    HttpCheck plain = http(target);
    return new HttpCheck(
        true, plain.endpoint(), "/0", plain.request(), plain.expect(), plain.conduct());
  }

  static HttpCheck conduct(HttpCheck check, int redirects, boolean keepAlive, boolean verify) {
    return new HttpCheck(
        check.tls(),
        check.endpoint(),
        check.path(),
        check.request(),
        check.expect(),
        new HttpCheck.Conduct(redirects, keepAlive, verify));
  }

  static HttpCheck redirects(HttpCheck check, int most) {
    return conduct(check, most, false, true);
  }

  static HttpCheck keepAlive(HttpCheck check) {
    return conduct(check, 3, true, true);
  }

  static HttpCheck request(HttpCheck check, HttpCheck.Request request) {
    return new HttpCheck(
        check.tls(), check.endpoint(), check.path(), request, check.expect(), check.conduct());
  }

  static HttpCheck format(HttpCheck check, HttpCheck.Format format) {
    return expect(check, new HttpCheck.Expect(check.expect().status(), format));
  }

  static HttpCheck expect(HttpCheck check, HttpCheck.Expect expect) {
    return new HttpCheck(
        check.tls(), check.endpoint(), check.path(), check.request(), expect, check.conduct());
  }

  static TcpCheck tcp(SickTarget target, boolean tls) {
    return new TcpCheck(new Endpoint(target.host(), target.port()), tls, true);
  }
}
