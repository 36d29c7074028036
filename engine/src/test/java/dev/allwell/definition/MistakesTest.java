package dev.allwell.definition;

import static dev.allwell.definition.Readings.many;
import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One row a mistake, with the exact message.
class MistakesTest {
  private static final String DURATION =
      "expected a duration with a unit, such as \"30s\", \"500ms\" or \"1m30s\", got ";

  static Stream<Arguments> topLevelMistakes() {
    return Stream.of(
        arguments("intervall", "5s", "intervall: unknown key, did you mean \"interval\"?"),
        arguments("Interval", "5s", "Interval: unknown key, did you mean \"interval\"?"),
        arguments("inetrval", "5s", "inetrval: unknown key, did you mean \"interval\"?"),
        arguments(
            "retryBackoff", "5s", "retryBackoff: unknown key, did you mean \"retry-backoff\"?"),
        arguments("group", "5s", "group: unknown key, did you mean \"groups\"?"),
        arguments("colour", null, "colour: unknown key"),
        arguments("xy", 1, "xy: unknown key"),
        arguments("", 1, "\"\": unknown key"),
        arguments("depends-on", List.of("database"), "depends-on: unknown key"),
        arguments("degraded-if", "latency > 1", "degraded-if: unknown key"),
        arguments("unhealthy-if", "true", "unhealthy-if: unknown key"),
        arguments("a\nb\u202e", 1, "a?b?: unknown key"),
        arguments("x".repeat(70), 1, "x".repeat(64) + "…: unknown key"),
        arguments("interval", 30, "interval: " + DURATION + "the bare number 30"),
        arguments("interval", "30", "interval: " + DURATION + "the bare number \"30\""),
        arguments("interval", "30 s", "interval: " + DURATION + "\"30 s\""),
        arguments("interval", "1.5s", "interval: " + DURATION + "\"1.5s\""),
        arguments("interval", "-5s", "interval: " + DURATION + "\"-5s\""),
        arguments("interval", "1s1m", "interval: " + DURATION + "\"1s1m\""),
        arguments("interval", "", "interval: " + DURATION + "\"\""),
        arguments("interval", "9999999999s", "interval: " + DURATION + "\"9999999999s\""),
        arguments("interval", true, "interval: " + DURATION + "true"),
        arguments("interval", List.of("5s"), "interval: " + DURATION + "a list"),
        arguments("interval", Map.of(), "interval: " + DURATION + "a map"),
        arguments(
            "interval", "999ms", "interval: expected a duration from 1s to 30d, got \"999ms\""),
        arguments("interval", "31d", "interval: expected a duration from 1s to 30d, got \"31d\""),
        arguments("interval", "0s", "interval: expected a duration from 1s to 30d, got \"0s\""),
        arguments("timeout", 5, "timeout: " + DURATION + "the bare number 5"),
        arguments("timeout", "0ms", "timeout: expected a duration from 1ms to 5m, got \"0ms\""),
        arguments("timeout", "6m", "timeout: expected a duration from 1ms to 5m, got \"6m\""),
        arguments("retry-backoff", 0.5, "retry-backoff: " + DURATION + "the bare number 0.5"),
        arguments(
            "retry-backoff",
            "11s",
            "retry-backoff: expected a duration from 0s to 10s, got \"11s\""),
        arguments("retries", -1, "retries: expected a whole number from 0 to 10, got -1"),
        arguments("retries", 11L, "retries: expected a whole number from 0 to 10, got 11"),
        arguments("retries", 1.0, "retries: expected a whole number from 0 to 10, got 1.0"),
        arguments("retries", "2", "retries: expected a whole number from 0 to 10, got \"2\""),
        arguments(
            "retries",
            BigInteger.TWO.pow(64),
            "retries: expected a whole number from 0 to 10, got 18446744073709551616"),
        arguments(
            "retries",
            BigInteger.ONE.shiftLeft(100_000),
            "retries: expected a whole number from 0 to 10, got a number of very many digits"),
        arguments(
            "retries", 1L << 32, "retries: expected a whole number from 0 to 10, got 4294967296"),
        arguments(
            "failure-threshold",
            0,
            "failure-threshold: expected a whole number from 1 to 1000, got 0"),
        arguments(
            "success-threshold",
            1001,
            "success-threshold: expected a whole number from 1 to 1000, got 1001"),
        arguments(
            "error-rate-limit", 1.1, "error-rate-limit: expected a number from 0 to 1, got 1.1"),
        arguments(
            "error-rate-limit",
            Double.NaN,
            "error-rate-limit: expected a number from 0 to 1, got NaN"),
        arguments(
            "error-rate-limit",
            new BigDecimal("1e999999999"),
            "error-rate-limit: expected a number from 0 to 1, got 1E+999999999"),
        arguments(
            "error-rate-limit",
            "20%",
            "error-rate-limit: expected a number from 0 to 1, got \"20%\""),
        arguments(
            "degraded-on", "day", "degraded-on: expected one of lifetime, window, got \"day\""),
        arguments("degraded-on", 1, "degraded-on: expected text, got 1: put it in quotes"),
        arguments("groups", "shop", "groups: expected a list, got \"shop\""),
        arguments("groups", List.of("a", 5), "groups[1]: expected text, got 5: put it in quotes"),
        arguments(
            "groups",
            List.of("a", ""),
            "groups[1]: expected 1 to 128 printable characters, got \"\""),
        arguments(
            "groups",
            List.of(".."),
            "groups[0]: expected no comma, no space at either end and no dots alone, got \"..\""),
        arguments(
            "categories",
            List.of("a,b"),
            "categories[0]: expected no comma, no space at either end and no dots alone, got"
                + " \"a,b\""),
        arguments(
            "groups", Collections.singletonList(null), "groups[0]: expected a value, got nothing"),
        arguments("groups", List.of(List.of()), "groups[0]: expected text, got a list"),
        arguments("groups", Collections.nCopies(65, "a"), "groups: expected at most 64, got 65"),
        arguments(
            "categories",
            List.of("a\u0000b"),
            "categories[0]: expected 1 to 128 printable characters, got \"a?b\""),
        arguments("attributes", List.of(), "attributes: expected a map, got a list"),
        arguments(
            "attributes",
            Map.of("a", true),
            "attributes.a: expected text, got true: put it in quotes"),
        arguments(
            "attributes",
            Collections.singletonMap("a", null),
            "attributes.a: expected text, got nothing"),
        arguments("attributes", Map.of(1, "a"), "attributes: expected keys of text, got 1"),
        arguments(
            "attributes",
            Map.of("", "a"),
            "attributes.\"\": expected a key of 1 to 64 printable characters"),
        arguments(
            "attributes",
            Map.of("a", "b\nc"),
            "attributes.a: expected printable characters, got \"b?c\""),
        arguments(
            "attributes",
            Map.of("a", "x".repeat(513)),
            "attributes.a: expected at most 512 characters, got 513"),
        arguments("attributes", many(65), "attributes: expected at most 64, got 65"),
        arguments("http", "GET", "http: expected a map, got \"GET\""),
        arguments("dns", Map.of(), "dns: only for dns:// urls, this one is http://"),
        arguments("tcp", 1, "tcp: only for tcp:// and tls:// urls, this one is http://"),
        arguments(
            "tls",
            Map.of("x", 1),
            "tls: only for https:// and tcp:// and tls:// and dns:// urls, this one is http://"),
        arguments("name", null, "name: missing: expected a name such as \"checkout\""),
        arguments("name", 7, "name: expected text, got 7: put it in quotes"),
        arguments("name", "", "name: expected 1 to 128 printable characters, got \"\""),
        arguments("name", "a\u202eb", "name: expected 1 to 128 printable characters, got \"a?b\""),
        arguments("name", "x".repeat(129), "name: expected 1 to 128 printable characters, got 129"),
        arguments("name", "x".repeat(8193), "name: expected at most 8192 characters, got 8193"),
        arguments(
            "name",
            "\u6771\u4eac",
            "id: missing: none can be made of a name without the letters a to z and digits"),
        arguments(
            "name",
            "\u0130".repeat(128),
            "id: missing: the one made of the name has more than 128 characters"),
        arguments(
            "id",
            "-a",
            "id: expected 1 to 128 letters, digits, \".\", \"_\" and \"-\", the first a letter or"
                + " digit, got \"-a\""),
        arguments("id", List.of(), "id: expected text, got a list"));
  }

  @ParameterizedTest
  @MethodSource("topLevelMistakes")
  void aMistakeIsNamed(String key, @Nullable Object value, String problem) {
    assertThat(refused(key, value)).containsExactly(problem);
  }

  @Test
  void allMistakesAreNamedTogether() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("url", "udp://h:1");
    keys.put("interval", 5);
    keys.put("groups", List.of("ok", 1, ""));
    keys.put("http", Map.of("method", "LIST"));
    keys.put("dns", Map.of("type", "ANY"));
    keys.put("nmae", "shop");

    assertThat(refused(Defaults.CONFIG, keys))
        .containsExactly(
            "name: missing: expected a name such as \"checkout\"",
            "url: the scheme \"udp\" is not one that is checked: http, https, tcp, tls, dns",
            "http.method: expected one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, got \"LIST\"",
            "dns.type: expected one of A, AAAA, CNAME, MX, TXT, SRV, NS, PTR, CAA, SOA, or a number"
                + " such as 65 or \"TYPE65\" of a type that records have, got \"ANY\"",
            "interval: " + DURATION + "the bare number 5",
            "groups[1]: expected text, got 1: put it in quotes",
            "groups[2]: expected 1 to 128 printable characters, got \"\"",
            "nmae: unknown key, did you mean \"name\"?");
  }

  @Test
  void ofAFloodTheFirstHundredAreNamed() {
    var keys = new HashMap<String, Object>(Map.of("name", "shop", "url", "http://shop.test"));
    IntStream.range(0, 250).forEach(i -> keys.put("zzzzzzz" + i, i));

    assertThat(refused(Defaults.CONFIG, keys))
        .hasSize(101)
        .last()
        .isEqualTo("and 150 more problems");
  }
}
