package dev.allwell.definition;

import static dev.allwell.definition.Readings.defined;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.HttpCheck.Request;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Route;
import dev.allwell.model.Rules;
import dev.allwell.model.Rules.Basis;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.StatusSet;
import dev.allwell.model.StatusSet.Range;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TlsSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionsTest {
  private final Definitions config = new Definitions(Defaults.CONFIG);

  private Service with(Map<String, ?> more) {
    var keys = new HashMap<String, Object>(Map.of("name", "shop", "url", "http://shop.test"));
    keys.putAll(more);
    return defined(config, keys);
  }

  private HttpCheck http(Map<String, ?> more) {
    return (HttpCheck) with(more).check();
  }

  @Test
  void aNameAndAUrlAreEnough() {
    var service = defined(config, Map.of("name", "My Shop!", "url", "http://shop.test/up?x=1"));

    assertThat(service)
        .isEqualTo(
            new Service(
                new Identity("my-shop", "My Shop!", "http://shop.test/up?x=1"),
                Source.API,
                HttpCheck.of(false, new Endpoint("shop.test", 80), "/up?x=1"),
                Schedule.DEFAULT,
                Rules.DEFAULT,
                Labels.NONE));
  }

  @Test
  void everyKeyFindsItsPlace() {
    Map<String, ?> keys =
        Map.ofEntries(
            Map.entry("id", "Shop.1"),
            Map.entry("name", "shop"),
            Map.entry("url", "https://shop.test"),
            Map.entry("interval", "1m30s"),
            Map.entry("timeout", "250ms"),
            Map.entry("retries", 0),
            Map.entry("retry-backoff", "0s"),
            Map.entry("failure-threshold", 3L),
            Map.entry("success-threshold", BigInteger.TWO),
            Map.entry("error-rate-limit", new BigDecimal("0.05")),
            Map.entry("degraded-on", "window"),
            Map.entry("groups", List.of("b", "a", "b")),
            Map.entry("categories", List.of("read")),
            Map.entry("attributes", Map.of("team", "payments", "note", "")),
            Map.entry(
                "http",
                Map.of(
                    "method",
                    "post",
                    "headers",
                    Map.of("Accept", "application/json"),
                    "body",
                    "ping",
                    "redirects",
                    0,
                    "keep-alive",
                    true,
                    "verify-tls",
                    false)),
            Map.entry(
                "expect", Map.of("status", List.of("2xx", 304, "400-404"), "format", "monitor")));

    assertThat(defined(config, keys))
        .isEqualTo(
            new Service(
                new Identity("Shop.1", "shop", "https://shop.test"),
                Source.API,
                new HttpCheck(
                    true,
                    new Endpoint("shop.test", 443),
                    "/",
                    new Request("POST", Map.of("Accept", "application/json"), "ping"),
                    new Expect(
                        new StatusSet(
                            List.of(new Range(200, 299), new Range(304, 304), new Range(400, 404))),
                        Format.MONITOR),
                    new Conduct(0, true),
                    new Route(new TlsSettings(false))),
                new Schedule(Duration.ofSeconds(90), Duration.ofMillis(250), 0, Duration.ZERO),
                new Rules(3, 2, 0.05, Basis.WINDOW),
                new Labels(
                    List.of("b", "a"), List.of("read"), Map.of("team", "payments", "note", ""))));
  }

  @Test
  void anEmptyKeyCountsAsLeftOut() {
    var keys = new HashMap<String, Object>(Map.of("name", "shop", "url", "http://shop.test"));
    for (String key :
        List.of(
            "id",
            "interval",
            "retries",
            "error-rate-limit",
            "degraded-on",
            "groups",
            "attributes",
            "http",
            "expect",
            "dns",
            "tcp",
            "tls")) {
      keys.put(key, null);
    }

    assertThat(defined(config, keys)).isEqualTo(with(Map.of()));
  }

  @Test
  void anEmptyListOfStatusesSaysNothing() {
    assertThat(http(Map.of("expect", Map.of("status", List.of()))).expect().status())
        .isEqualTo(StatusSet.SUCCESS);
  }

  @ParameterizedTest
  @CsvSource({
    "200, 200, 200",
    "2xx, 200, 299",
    "5XX, 500, 599",
    "200-204, 200, 204",
  })
  void aStatusIsWrittenInThreeWays(String written, int first, int last) {
    assertThat(http(Map.of("expect", Map.of("status", written))).expect().status())
        .isEqualTo(new StatusSet(List.of(new Range(first, last))));
  }

  @Test
  void aNameIsBroughtIntoNormalFormC() {
    assertThat(with(Map.of("name", "cafe\u0301", "groups", List.of("cafe\u0301"))))
        .satisfies(service -> assertThat(service.name()).isEqualTo("caf\u00e9"))
        .satisfies(service -> assertThat(service.labels().groups()).containsExactly("caf\u00e9"));
  }

  @ParameterizedTest
  @CsvSource({
    "checkout, checkout",
    "' Crème  brûlée (v2) ', cr-me-br-l-e-v2",
    "A.B_c, a-b-c",
  })
  void withoutAnIdItIsMadeOfTheName(String name, String id) {
    assertThat(with(Map.of("name", name)).id()).isEqualTo(id);
  }

  @Test
  void headersKeepTheirOrder() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Second", "1");
    headers.put("A-First", "two\twords");

    assertThat(http(Map.of("http", Map.of("headers", headers))).request().headers().keySet())
        .containsExactly("X-Second", "A-First");
  }

  @Nested
  class KindsByScheme {
    private Check check(String url, Map<String, ?> more) {
      var keys = new HashMap<String, Object>(more);
      keys.put("url", url);
      return with(keys).check();
    }

    @Test
    void tcpConnects() {
      assertThat(check("tcp://db.test:5432", Map.of("tcp", Map.of())))
          .isEqualTo(TcpCheck.of(new Endpoint("db.test", 5432), false));
    }

    @Test
    void tlsShakesHands() {
      assertThat(check("tls://db.test:636", Map.of("tls", Map.of("verify-tls", false))))
          .isEqualTo(
              TcpCheck.of(new Endpoint("db.test", 636), true)
                  .with(new Route(new TlsSettings(false))));
      assertThat(check("TLS://db.test:636/", Map.of()))
          .isEqualTo(TcpCheck.of(new Endpoint("db.test", 636), true));
    }

    @Test
    void dnsAsksAServerForAName() {
      assertThat(check("dns://192.0.2.53/shop.test", Map.of()))
          .isEqualTo(DnsCheck.of(new Endpoint("192.0.2.53", 53), "shop.test", DnsCheck.Type.A));
      assertThat(
              check(
                  "dns://[::1]:5353/_sip._TCP.b\u00fccher.test.",
                  Map.of("dns", Map.of("type", "srv"))))
          .isEqualTo(
              DnsCheck.of(
                  new Endpoint("::1", 5353), "_sip._tcp.xn--bcher-kva.test", DnsCheck.Type.SRV));
    }
  }

  @Nested
  class EqualPartsAreOne {
    @Test
    void defaultsAreTheConstants() {
      var service = with(Map.of("interval", "30s", "attributes", Map.of()));

      assertThat(service.schedule()).isSameAs(Schedule.DEFAULT);
      assertThat(service.rules()).isSameAs(Rules.DEFAULT);
      assertThat(service.labels()).isSameAs(Labels.NONE);
      assertThat(((HttpCheck) service.check()).request()).isSameAs(Request.GET);
      assertThat(((HttpCheck) service.check()).conduct()).isSameAs(Conduct.DEFAULT);
    }

    @Test
    void whatTwoServicesShareIsShared() {
      Map<String, ?> more =
          Map.of(
              "interval",
              "7s",
              "retries",
              1,
              "failure-threshold",
              2,
              "groups",
              List.of("a"),
              "expect",
              Map.of("status", "3xx"),
              "http",
              Map.of("redirects", 1, "headers", Map.of("A", "b")));

      var one = with(more);
      var two = with(more);

      assertThat(two.schedule()).isSameAs(one.schedule());
      assertThat(two.rules()).isSameAs(one.rules());
      assertThat(two.labels()).isSameAs(one.labels());
      var first = (HttpCheck) one.check();
      var second = (HttpCheck) two.check();
      assertThat(second.expect()).isSameAs(first.expect());
      assertThat(second.request()).isSameAs(first.request());
      assertThat(second.conduct()).isSameAs(first.conduct());
    }

    @Test
    void headersInAnotherOrderStayInIt() {
      var request = http(Map.of("http", Map.of("headers", pair("A", "B")))).request();
      var turned = http(Map.of("http", Map.of("headers", pair("B", "A")))).request();

      assertThat(request.headers().keySet()).containsExactly("A", "B");
      assertThat(turned.headers().keySet()).containsExactly("B", "A");
    }

    private static Map<String, String> pair(String first, String second) {
      var pair = new LinkedHashMap<String, String>();
      pair.put(first, "x");
      pair.put(second, "x");
      return pair;
    }

    @Test
    void ofManyDifferentOnesFewAreHeld() {
      var shared = new Shared<>(List.of(-1));
      Integer constant = shared.one(-1);
      for (int i = 1000; i < 1000 + 10 * Shared.MOST; i++) {
        assertThat(shared.one(i)).isEqualTo(i);
        assertThat(shared.held()).isLessThanOrEqualTo(Shared.MOST);
      }
      assertThat(shared.one(-1)).isSameAs(constant);
    }
  }
}
