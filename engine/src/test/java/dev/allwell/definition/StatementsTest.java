package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.allwell.engine.Examples;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is what was read.
class StatementsTest {
  private static final Authority AUTHORITY = new Authority();
  private static final Certificate OURS = AUTHORITY.forName("us.test");
  private static final Definitions DEFINITIONS = new Definitions(Defaults.CONFIG);

  /// None of them as usual.
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "interval",
          "15s",
          "timeout",
          "3s",
          "retries",
          7,
          "retry-backoff",
          "2s",
          "failure-threshold",
          4,
          "success-threshold",
          5,
          "error-rate-limit",
          0.9,
          "degraded-on",
          "window");

  /// The keys that the section `defaults` knows.
  private static final Set<String> SETTABLE = settable();

  static Stream<Service> examples() {
    return Examples.services();
  }

  static Stream<Map<String, Object>> statements() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    return IntStream.range(0, 300).mapToObj(i -> statement(random, i));
  }

  private static Service read(Map<String, ?> keys) {
    return switch (DEFINITIONS.read(keys, Source.API)) {
      case Definition.Defined(Service service) -> service;
      case Definition.Refused(var problems) -> throw new AssertionError(problems + " in " + keys);
    };
  }

  @ParameterizedTest
  @MethodSource("statements")
  void whatIsWrittenReadsAsTheSameService(Map<String, Object> keys) {
    var service = read(keys);

    assertThat(read(Statements.whole(service, Showing.REVEALED))).isEqualTo(service);
    assertThat(read(Statements.brief(service, Showing.REVEALED))).isEqualTo(service);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void theWholeHoldsTheBriefAndTheBriefIsWhatIsNeeded(Map<String, Object> keys) {
    var service = read(keys);
    var brief = Statements.brief(service, Showing.REVEALED);

    assertThat(Statements.whole(service, Showing.REVEALED)).containsAllEntriesOf(flat(brief));
    var dispensable = new LinkedHashSet<>(brief.keySet());
    dispensable.removeAll(SETTABLE);
    for (var key : dispensable) {
      var less = new LinkedHashMap<>(brief);
      less.remove(key);
      assertThat(DEFINITIONS.read(less, Source.API))
          .as("%s is not needed", key)
          .isNotEqualTo(new Definition.Defined(service));
    }
  }

  private static Set<String> settable() {
    var section = new Section("", Map.of(), new Problems(), FileAccess.NONE);
    Defaults.CONFIG.but(section);
    return ((Shape.Keys) section.shape()).keys().keySet();
  }

  @ParameterizedTest
  @MethodSource("statements")
  void whatIsWrittenMeansTheSameUnderOtherDefaults(Map<String, Object> keys) {
    assertThat(DEFAULTS).containsOnlyKeys(SETTABLE);
    var problems = new Problems();
    var others = Defaults.CONFIG.but(new Section("", DEFAULTS, problems, FileAccess.NONE));
    assertThat(problems.all()).isEmpty();
    var elsewhere = new Definitions(others);
    var service = read(keys);

    assertThat(elsewhere.read(Statements.brief(service, Showing.REVEALED), Source.API))
        .isEqualTo(new Definition.Defined(service));
    assertThat(elsewhere.read(Statements.whole(service, Showing.REVEALED), Source.API))
        .isEqualTo(new Definition.Defined(service));
  }

  /// What stands at the top and holds nothing below.
  private static Map<String, Object> flat(Map<String, Object> keys) {
    var flat = new LinkedHashMap<>(keys);
    flat.values().removeIf(Map.class::isInstance);
    return flat;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyServiceCanBeWrittenAndNoneShowsItsSecrets(Service service) {
    assertThatCode(() -> Statements.whole(service, Showing.REVEALED)).doesNotThrowAnyException();
    assertThat(Statements.whole(service, Showing.REDACTED).toString())
        .doesNotContain("t0ken", ":pass", "hush", "key \u2603");
  }

  @Test
  void aSecretIsShownByItsPath() {
    var keys =
        Map.of(
            "name",
            "x",
            "url",
            "http://x.test/",
            "http",
            Map.of(
                "auth", Map.of("bearer", "t"),
                "headers", Map.of("X-Token", "a", "Accept", "b"),
                "secret-headers", Map.of("X-Opens", "c")));
    var seen = new ArrayList<String>();
    Showing watching =
        (path, secret) -> {
          seen.add(path + "=" + secret.reveal());
          return "";
        };

    Statements.whole(read(keys), watching);

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "http.auth.bearer=t", "http.headers.X-Token=a", "http.secret-headers.X-Opens=c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "Der Laden 2", "Caf\u00e9", "Cafe\u0301", "A\u030angstro\u0308m"})
  void theIdIsTheOneThatTheServiceWillHave(String name) {
    var keys = Map.of("name", name, "url", "tcp://x.test:1");

    assertThat(Statements.id(keys)).contains(read(keys).id());
  }

  @Test
  void aBareUrlIsWrittenWithThePathThatIsAsked() {
    var registered =
        (Definition.Defined)
            new Definitions(Defaults.REGISTER)
                .read(Map.of("id", "x", "url", "http://[::1]:81?q=/a"), Source.API);

    var written = Statements.brief(registered.service(), Showing.REVEALED);

    assertThat(written)
        .containsEntry("url", "http://[::1]:81/health?q=/a")
        .containsEntry("interval", "10s")
        .containsEntry("expect", Map.of("status", List.of(200)));
    assertThat(read(written).check()).isEqualTo(registered.service().check());
  }

  private static Map<String, Object> statement(Random random, int i) {
    var keys = new LinkedHashMap<String, Object>();
    keys.put("name", i % 3 == 0 ? "Läden Nr. " + i : "s" + i);
    if (random.nextBoolean()) {
      keys.put("id", "Id." + i);
    }
    maybe(random, keys, "interval", random.nextInt(1, 5000) + "s");
    maybe(random, keys, "timeout", random.nextInt(1, 60_000) + "ms");
    maybe(random, keys, "retries", random.nextInt(11));
    maybe(random, keys, "retry-backoff", random.nextInt(10_000) + "ms");
    maybe(random, keys, "failure-threshold", random.nextInt(1, 1000));
    maybe(random, keys, "success-threshold", random.nextInt(1, 1000));
    maybe(random, keys, "error-rate-limit", random.nextDouble());
    maybe(random, keys, "degraded-on", "window");
    maybe(random, keys, "groups", List.of("g" + i, "h"));
    maybe(random, keys, "categories", List.of("c"));
    maybe(random, keys, "attributes", Map.of("a.b", "1", "c/d", "\u2603"));
    maybe(random, keys, "ip", one(random, "prefer-ipv6", "ipv4", "ipv6"));
    maybe(random, keys, "resolver", one(random, "192.0.2.53", "[2001:db8::53]:5353", "::1"));
    switch (random.nextInt(4)) {
      case 0 -> http(random, keys);
      case 1 -> tcp(random, keys);
      case 2 -> dns(random, keys);
      default -> keys.put("url", "tls://mail.test:465");
    }
    if (random.nextBoolean() && speaksTls(keys)) {
      keys.put("tls", tls(random, String.valueOf(keys.get("url")).startsWith("https")));
    }
    return keys;
  }

  private static boolean speaksTls(Map<String, Object> keys) {
    var url = String.valueOf(keys.get("url"));
    return url.startsWith("https")
        || url.startsWith("tls")
        || String.valueOf(keys.get("tcp")).contains("starttls")
        || String.valueOf(keys.get("dns")).contains("transport=tls");
  }

  private static void http(Random random, Map<String, Object> keys) {
    keys.put(
        "url", one(random, "http://a.test", "https://a.test:8443/x?y=%20&z", "HTTPS://[::1]/ä"));
    var http = new LinkedHashMap<String, Object>();
    maybe(random, http, "method", one(random, "POST", "PUT", "OPTIONS"));
    maybe(random, http, "host", one(random, "b.test", "b.test:81"));
    maybe(random, http, "body", "{\"x\": \"\u2603\\n\"}");
    maybe(random, http, "redirects", random.nextInt(11));
    maybe(random, http, "keep-alive", random.nextBoolean());
    maybe(random, http, "verify-tls", true);
    maybe(random, http, "max-body", one(random, "1KiB", "1500B", "1MiB"));
    maybe(random, http, "version", one(random, "1.1", "2", "auto"));
    maybe(random, http, "headers", Map.of("Accept", "a", "X-Session", "b"));
    maybe(random, http, "secret-headers", Map.of("X-Opens", "c"));
    maybe(
        random,
        http,
        "auth",
        random.nextBoolean()
            ? Map.of("bearer", "t0ken")
            : Map.of("basic", Map.of("username", "ü", "password", "p:w")));
    keys.put("http", http);
    var expect = new LinkedHashMap<String, Object>();
    maybe(random, expect, "status", List.of("2xx", 304, "400-404"));
    maybe(random, expect, "format", one(random, "none", "monitor"));
    var json = new LinkedHashMap<String, Object>();
    json.put("$.a['b c'][0]", "UP");
    json.put("$.n", new BigDecimal("1E-30"));
    json.put("$.i", 1200);
    json.put("$.t", true);
    json.put("$.z", null);
    maybe(random, expect, "body", Map.of("contains", "x", "regex", "a+", "json", json));
    keys.put("expect", expect);
  }

  private static void tcp(Random random, Map<String, Object> keys) {
    keys.put("url", "tcp://a.test:25");
    var tcp = new LinkedHashMap<String, Object>();
    maybe(random, tcp, "starttls", one(random, "smtp", "postgres", "sieve"));
    if (random.nextBoolean()) {
      maybe(random, tcp, "send", "EHLO \u2603\r\n");
    } else {
      maybe(random, tcp, "send-hex", "00 ff 0a");
    }
    maybe(random, tcp, "expect", "^220 \\xc3");
    keys.put("tcp", tcp);
  }

  private static void dns(Random random, Map<String, Object> keys) {
    keys.put("url", one(random, "dns://192.0.2.53/a.test", "dns://ns.test:853/a.test"));
    var dns = new LinkedHashMap<String, Object>();
    maybe(random, dns, "transport", one(random, "auto", "udp", "tcp", "tls"));
    maybe(random, dns, "recursion", false);
    maybe(random, dns, "authority", List.of("SOA", "NS ns.test"));
    switch (random.nextInt(3)) {
      case 0 -> dns.put("rcode", random.nextBoolean() ? "NXDOMAIN" : 13);
      case 1 -> {
        dns.put("type", "MX");
        dns.put("answers", List.of("10 mx.test"));
      }
      default -> dns.put("type", 65);
    }
    keys.put("dns", dns);
  }

  private static Map<String, Object> tls(Random random, boolean https) {
    var tls = new LinkedHashMap<String, Object>();
    maybe(random, tls, "resume", true);
    maybe(random, tls, "server-name", "other.test");
    if (!https && random.nextBoolean()) {
      tls.put("verify-tls", false);
    } else {
      maybe(random, tls, "ca", AUTHORITY.pem());
    }
    if (random.nextBoolean()) {

      tls.put("certificate", OURS.pem());
      tls.put("key", OURS.keyPem());
    }
    return tls;
  }

  private static void maybe(Random random, Map<String, Object> keys, String key, Object value) {
    if (random.nextInt(3) == 0) {
      keys.put(key, value);
    }
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }
}
