package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.egress.Transport;
import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import dev.allwell.model.Secret;
import dev.allwell.model.StartTls;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.Arrival;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsSickness;
import dev.allwell.testkit.ForwardProxy;
import dev.allwell.testkit.Http2Target;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.StartTlsPeer;
import dev.allwell.testkit.TlsFront;
import dev.allwell.testkit.TlsTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Targets by way of a proxy that does its part, on each transport.
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(LogWatch.class)
class ProxyTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final TcpCheck.Talk GREETED = new TcpCheck.Talk(null, "", "^220 ");

  private final TestLane lane;
  private final ForwardProxy proxy = ForwardProxy.open().knowing("*.test", "127.0.0.1");

  ProxyTest(Transport transport) {
    lane = new TestLane(transport);
  }

  @AfterEach
  void stop() {
    lane.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void aConnectionGoesThroughAndTheProxyResolvesTheName(Proxy.Kind kind) {
    try (var target = SickTarget.playing(wire -> wire.write("220 ready\r\n"))) {
      var check = tcp("mail.test", target.port(), false).with(GREETED).with(by(kind, proxy));
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
      assertThat(proxy.asked())
          .containsExactly(
              (kind == Proxy.Kind.HTTP ? "connect " : "socks5 name ")
                  + "mail.test:"
                  + target.port());
      assertThat(lane.names.questions()).isEmpty();
      TestLane.await(() -> proxy.left() == 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void handsAreShakenWithTheTargetAndNotWithTheProxy(Proxy.Kind kind) {
    var certificate = TestLane.AUTHORITY.forName("shop.test");
    try (var target = SickTarget.playingOverTls(certificate, Sickness.healthy(200, "fine"))) {
      var shop = new Endpoint("shop.test", target.port());
      var good = lane.probe(HttpCheck.of(true, shop, "/").with(by(kind, proxy)));
      assertThat(good.reason()).as(good.detail()).isEqualTo(Reason.OK);
      assertThat(good.certificate()).isPresent();
      assertThat(good.phases().tls()).isPositive();
      var other = new Endpoint("other.test", target.port());
      assertThat(lane.probe(HttpCheck.of(true, other, "/").with(by(kind, proxy))).reason())
          .isEqualTo(Reason.TLS_CERTIFICATE);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void starttlsAndHttp2GoThroughToo(Proxy.Kind kind) {
    var certificate = TestLane.AUTHORITY.forName("a.test");
    try (var mail =
            SickTarget.playing(StartTlsPeer.speaking("smtp", certificate, Sickness.hanging()));
        var http =
            Http2Target.answeringOverTls(
                certificate, _ -> new Http2Target.Answer(200, Map.of(), ""))) {
      var talk = new TcpCheck.Talk(StartTls.SMTP, "", "");
      var submission = tcp("a.test", mail.port(), false).with(talk).with(by(kind, proxy));
      var first = lane.probe(submission);
      assertThat(first.reason()).as(first.detail()).isEqualTo(Reason.OK);
      var second = HttpCheck.of(true, new Endpoint("a.test", http.port()), "/");
      assertThat(
              lane.probe(Checks.version(second, HttpCheck.Version.HTTP_2).with(by(kind, proxy)))
                  .reason())
          .isEqualTo(Reason.OK);
    }
  }

  @Test
  void plainHttpIsForwardedByAnHttpProxyAndNotFromItsCache() {
    try (var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
      var check = HttpCheck.of(false, new Endpoint("shop.test", target.port()), "/health?x=1");
      assertThat(lane.probe(check.with(by(Proxy.Kind.HTTP, proxy))).reason()).isEqualTo(Reason.OK);
      assertThat(proxy.asked())
          .containsExactly("GET http://shop.test:" + target.port() + "/health?x=1 HTTP/1.1");
      Arrival arrival = target.arrivals().getFirst();
      assertThat(arrival.line()).isEqualTo("GET /health?x=1 HTTP/1.1");
      assertThat(arrival.header("Host")).isEqualTo("shop.test:" + target.port());
      assertThat(arrival.header("Cache-Control")).isEqualTo("no-cache");
    }
  }

  @Test
  void whatAForwardedRequestCannotSayGoesThroughATunnel() {
    try (var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
      var check = HttpCheck.of(false, new Endpoint("shop.test", target.port()), "/");
      var hosted =
          check.with(
              new HttpCheck.Request(
                  "GET", "other.test", check.request().auth(), Map.of(), Map.of(), ""));
      assertThat(lane.probe(hosted.with(by(Proxy.Kind.HTTP, proxy))).reason()).isEqualTo(Reason.OK);
      assertThat(target.arrivals().getFirst().header("Host")).isEqualTo("other.test");
      assertThat(lane.probe(check.with(by(Proxy.Kind.SOCKS5, proxy))).reason())
          .isEqualTo(Reason.OK);
      assertThat(target.arrivals().getLast().line()).isEqualTo("GET / HTTP/1.1");
      assertThat(proxy.asked())
          .containsExactly(
              "connect shop.test:" + target.port(), "socks5 name shop.test:" + target.port());
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void whoAsksIsSaidToTheProxyAlone(Proxy.Kind kind) {
    var login = new Proxy.Login("watch", new Secret("open sesame: 50%"));
    try (var strict =
            ForwardProxy.demanding("watch", "open sesame: 50%").knowing("*.test", "127.0.0.1");
        var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
      var at = new Endpoint(strict.host(), strict.port());
      var plain = HttpCheck.of(false, new Endpoint("shop.test", target.port()), "/");
      var tunnelled = tcp("shop.test", target.port(), false);
      for (var check :
          List.of(
              plain.with(Route.DEFAULT.by(new Proxy(kind, at, login))),
              tunnelled.with(Route.DEFAULT.by(new Proxy(kind, at, login))))) {
        Attempt attempt = lane.probe(check);
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      }
      assertThat(target.arrivals())
          .extracting(it -> it.header("Proxy-Authorization"))
          .containsOnly("");
      var wrong = new Proxy.Login("watch", new Secret("swordfish"));
      for (var check :
          List.of(
              plain.with(Route.DEFAULT.by(new Proxy(kind, at, wrong))),
              tunnelled.with(Route.DEFAULT.by(new Proxy(kind, at, wrong))),
              tunnelled.with(Route.DEFAULT.by(new Proxy(kind, at, null))))) {
        Attempt attempt = lane.probe(check);
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.PROXY_FAILED);
        assertThat(attempt.detail()).doesNotContain("swordfish", "sesame");
        assertThat(attempt.status()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void whoListensNowhereIsRefusedByTheWordOfTheProxy(Proxy.Kind kind) {
    try (var nobody = new ClosedPort()) {
      var check = tcp("gone.test", nobody.number(), false).with(by(kind, proxy));
      assertThat(lane.probe(check).reason())
          .isEqualTo(kind == Proxy.Kind.HTTP ? Reason.CONNECT_FAILED : Reason.CONNECT_REFUSED);
      var unknown = tcp("nowhere.example", 80, false).with(by(kind, proxy));
      assertThat(lane.probe(unknown).reason().ours()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void aProxyThatIsNotThereIsHeldAgainstNoTarget(Proxy.Kind kind) {
    var check = tcp("mail.test", 25, false);
    try (var nobody = new ClosedPort();
        var hole = new BlackHole()) {
      var refused = lane.probe(check.with(route(kind, "127.0.0.1", nobody.number())));
      assertThat(refused.reason()).isEqualTo(Reason.PROXY_FAILED);
      assertThat(refused.detail())
          .isEqualTo(
              "the proxy %s://127.0.0.1:%d: connection refused: 127.0.0.1:%2$d (connect-refused)"
                  .formatted(kind.scheme(), nobody.number()));
      var silent = lane.probe(check.with(route(kind, hole.host(), hole.port())), SHORT);
      assertThat(silent.reason()).isEqualTo(Reason.TIMEOUT_PROXY);
      var unknown = lane.probe(check.with(route(kind, "no.such", 1080)));
      assertThat(unknown.reason()).isEqualTo(Reason.PROXY_FAILED);
      assertThat(unknown.detail()).contains("no.such does not exist", "(dns-not-found)");
      lane.names.suffering(DnsSickness.SILENT);
      var unresolved = lane.probe(check.with(route(kind, "slow.such", 1080)), SHORT);
      assertThat(unresolved.reason()).isEqualTo(Reason.TIMEOUT_PROXY);
    }
  }

  @Test
  void aProxyOfSeveralAddressesIsRacedLikeAnyTarget() {
    lane.names.with(
        "proxy.such", DnsRecord.address("127.0.0.77", 30), DnsRecord.address("127.0.0.1", 30));
    try (var target = SickTarget.playing(wire -> wire.write("220 ready\r\n"))) {
      var check = tcp("mail.test", target.port(), false).with(GREETED);
      for (Proxy.Kind kind : Proxy.Kind.values()) {
        Attempt attempt = lane.probe(check.with(route(kind, "proxy.such", proxy.port())));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      }
    }
  }

  @Test
  void whatTheServiceSaysOfNamesIsNotForTheProxy() {
    try (var target = SickTarget.playing(wire -> wire.write("220 ready\r\n"))) {
      var strange =
          new Route(
              TlsSettings.DEFAULT,
              IpChoice.IPV6,
              new Endpoint("127.0.0.1", 9),
              new Proxy(Proxy.Kind.SOCKS5, new Endpoint("127.0.0.1", proxy.port()), null));
      var check = tcp("mail.test", target.port(), false).with(GREETED).with(strange);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void aRedirectGoesTheSameWay(Proxy.Kind kind) {
    try (var second = SickTarget.playing(Sickness.healthy(200, "fine"));
        var first =
            SickTarget.playing(
                Sickness.redirecting(302, "http://second.test:" + second.port() + "/there"))) {
      var check = HttpCheck.of(false, new Endpoint("first.test", first.port()), "/");
      assertThat(lane.probe(check.with(by(kind, proxy))).reason()).isEqualTo(Reason.OK);
      assertThat(proxy.asked()).hasSize(2);
      assertThat(proxy.asked().getLast()).contains("second.test:" + second.port());
      assertThat(lane.names.questions()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "0.0.0.0",
        "metadata.google.internal",
        "0xa9fea9fe",
        "2852039166",
        "169.254.43518",
        "0251.0376.0251.0376",
        "0xA9.254.169.254.",
        "169.254.169.254."
      })
  void theGuardStandsBeforeWhatTheProxyIsTold(String host) {
    for (Proxy.Kind kind : Proxy.Kind.values()) {
      try (var target =
          SickTarget.playing(Sickness.redirecting(302, "http://" + host + "/latest/"))) {
        var check = HttpCheck.of(false, new Endpoint("sly.test", target.port()), "/");
        Attempt attempt = lane.probe(check.with(by(kind, proxy)));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.BLOCKED_BY_POLICY);
        assertThat(proxy.asked()).noneMatch(asked -> asked.contains(host));
      }
    }
    assertThat(proxy.asked()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void theGuardStandsBeforeTheProxy(Proxy.Kind kind) {
    lane.names.with("sly.such", DnsRecord.address("169.254.169.254", 30));
    for (String host : List.of("169.254.169.254", "sly.such", "metadata.google.internal")) {
      Attempt attempt = lane.probe(tcp("mail.test", 25, false).with(route(kind, host, 80)));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(attempt.detail()).startsWith("the proxy " + kind.scheme() + "://" + host);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void keptConnectionsAreKeptForTheSameWayAlone(Proxy.Kind kind) {
    try (var other = ForwardProxy.open().knowing("*.test", "127.0.0.1");
        var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
      lane.names.with("shop.test", DnsRecord.address("127.0.0.1", 30));
      var check =
          Checks.keepAlive(HttpCheck.of(false, new Endpoint("shop.test", target.port()), "/"));
      for (int i = 0; i < 2; i++) {
        assertThat(lane.probe(check.with(by(kind, proxy))).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(check.with(by(kind, other))).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
      }
      assertThat(proxy.accepted()).isEqualTo(1);
      assertThat(other.accepted()).isEqualTo(1);
      assertThat(target.accepted()).isEqualTo(3);
    }
  }

  @Test
  void sessionsAreResumedForTheSameWayAlone() {
    var front = TlsFront.showing(TestLane.AUTHORITY.forName("shop.test")).speaking("TLSv1.2");
    lane.names.with("shop.test", DnsRecord.address("127.0.0.1", 30));
    try (var target = new TlsTarget(front)) {
      var straight = new Route(new TlsSettings(true, true, null, null, null));
      var check =
          tcp("shop.test", target.port(), true).with(new TcpCheck.Talk(null, "", "^welcome"));
      var by = straight.by(by(Proxy.Kind.SOCKS5, proxy).proxy().orElseThrow());
      for (Route route : List.of(straight, by, straight, by)) {
        Attempt attempt = lane.probe(check.with(route));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      }
      assertThat(front.resumed()).containsExactly(false, false, true, true);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void whoIsCancelledLeavesNothingOpen(Proxy.Kind kind) {
    try (var silent = SickTarget.playing(Sickness.hanging());
        var target = SickTarget.playing(Sickness.hanging())) {
      var early =
          lane.begin(
              tcp("mail.test", 25, false).with(route(kind, silent.host(), silent.port())),
              TestLane.LONG);
      TestLane.await(() -> silent.accepted() == 1);
      early.cancel();
      TestLane.await(() -> silent.left() == 1);
      assertThat(early.ended).isNotDone();
      var late =
          lane.begin(
              tcp("mail.test", target.port(), false).with(GREETED).with(by(kind, proxy)),
              TestLane.LONG);
      TestLane.await(() -> target.accepted() == 1);
      late.cancel();
      TestLane.await(() -> target.left() == 1 && proxy.left() == 1);
      assertThat(late.ended).isNotDone();
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.Kind.class)
  void oneDeadlineStandsOverProxyAndTarget(Proxy.Kind kind) {
    try (var hanging = SickTarget.playing(Sickness.hanging())) {
      var check = tcp("mail.test", hanging.port(), false).with(GREETED).with(by(kind, proxy));
      Duration limit = SHORT;
      Reason reason = lane.probe(check, limit).reason();
      while (reason != Reason.TIMEOUT_FIRST_BYTE && limit.compareTo(TestLane.LONG) < 0) {
        assertThat(reason.timedOut()).as("%s: the way there took too long", reason).isTrue();
        limit = limit.multipliedBy(2);
        reason = lane.probe(check, limit).reason();
      }
      assertThat(reason).isEqualTo(Reason.TIMEOUT_FIRST_BYTE);
      TestLane.await(() -> hanging.left() == hanging.accepted());
    }
  }

  private static TcpCheck tcp(String host, int port, boolean tls) {
    return TcpCheck.of(new Endpoint(host, port), tls);
  }

  private static Route by(Proxy.Kind kind, ForwardProxy proxy) {
    return route(kind, proxy.host(), proxy.port());
  }

  private static Route route(Proxy.Kind kind, String host, int port) {
    return Route.DEFAULT.by(new Proxy(kind, new Endpoint(host, port), null));
  }
}
