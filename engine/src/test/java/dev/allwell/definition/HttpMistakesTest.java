package dev.allwell.definition;

import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One row a mistake in who asks, whom, and for how much, with the exact message; no secret is in
/// any of them.
class HttpMistakesTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("auth", "hush", "http.auth: expected {basic: …} or {bearer: …}"),
        arguments(
            "auth",
            Map.of("basic", "hush"),
            "http.auth.basic: expected {username: …, password: …}"),
        arguments("auth", Map.of("bearer", 5), "http.auth.bearer: expected text: put it in quotes"),
        arguments("auth", Map.of("bearer", List.of()), "http.auth.bearer: expected text"),
        arguments("auth", Map.of(), "http.auth: expected basic or bearer"),
        arguments(
            "auth",
            Map.of("basic", basic("a", "hush"), "bearer", "hush"),
            "http.auth: expected one of basic and bearer, got both"),
        arguments(
            "auth", Map.of("basic", Map.of("username", "a")), "http.auth.basic.password: missing"),
        arguments(
            "auth",
            Map.of("basic", Map.of("password", "hush")),
            "http.auth.basic.username: missing"),
        arguments(
            "auth",
            Map.of("basic", basic("a:b", "hush")),
            "http.auth.basic.username: expected no colon and no control characters (RFC 7617)"),
        arguments(
            "auth",
            Map.of("basic", basic("a\u0007", "hush")),
            "http.auth.basic.username: expected no colon and no control characters (RFC 7617)"),
        arguments(
            "auth",
            Map.of("basic", basic("a", "hush\n")),
            "http.auth.basic.password: expected no control characters (RFC 7617)"),
        arguments(
            "auth",
            Map.of("bearer", "hush hush"),
            "http.auth.bearer: expected a token of visible ASCII characters"),
        arguments(
            "auth",
            Map.of("bearer", ""),
            "http.auth.bearer: expected a token of visible ASCII characters"),
        arguments(
            "auth",
            Map.of("bearer-file", "/run/secrets/token"),
            "http.auth.bearer-file: a file can be named in the configuration file alone"),
        arguments("auth", Map.of("bearer", "x", "digest", 1), "http.auth.digest: unknown key"),
        arguments("host", "a b", "http.host: \"a b\" is not a host name"),
        arguments("host", "a.test/x", "http.host: \"a.test/x\" is not a host name"),
        arguments("host", "u@a.test", "http.host: \"u@a.test\" is not a host name"),
        arguments("host", "a.test:0", "http.host: expected a port from 1 to 65535, got \"0\""),
        arguments("host", "a.test:", "http.host: expected a port from 1 to 65535, got \"\""),
        arguments(
            "host", "[::1]:99999", "http.host: expected a port from 1 to 65535, got \"99999\""),
        arguments(
            "headers",
            Map.of("Host", "x"),
            "http.headers.Host: the header Host cannot be set here: it has its own key http.host"),
        arguments(
            "secret-headers",
            Map.of("X-Key", "hush\r\nX: y"),
            "http.secret-headers.X-Key: expected printable ASCII characters alone"),
        arguments(
            "secret-headers",
            Map.of("Upgrade", "hush"),
            "http.secret-headers.Upgrade: the header Upgrade cannot be set: the probe sets it as"
                + " needed"),
        arguments(
            "secret-headers",
            Map.of("X-Key-file", "/run/secrets/key"),
            "http.secret-headers.X-Key-file: a file can be named in the configuration file alone"),
        arguments(
            "secret-headers",
            Collections.singletonMap("X-Key", null),
            "http.secret-headers.X-Key: expected text, got nothing"),
        arguments(
            "secret-headers",
            Map.of("X-Key", 5),
            "http.secret-headers.X-Key: expected text: put it in quotes"),
        arguments("max-body", 65536, "http.max-body: " + SIZE + "the bare number 65536"),
        arguments("max-body", "64KB", "http.max-body: " + SIZE + "\"64KB\""),
        arguments(
            "max-body", "2MiB", "http.max-body: expected a size from 1KiB to 1MiB, got \"2MiB\""),
        arguments("max-body", "1B", "http.max-body: expected a size from 1KiB to 1MiB, got \"1B\""),
        arguments("version", 3, "http.version: expected one of 1.1, 2, auto, got 3"),
        arguments("version", "h2", "http.version: expected one of 1.1, 2, auto, got \"h2\""));
  }

  private static final String SIZE =
      "expected a size with a unit, such as \"64KiB\" or \"1MiB\", got ";

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeInTheRequestIsNamed(String key, Object value, String problem) {
    assertThat(refused("http", Map.of(key, value))).containsExactly(problem);
    assertThat(problem).doesNotContain("hush");
  }

  static Stream<Arguments> expectations() {
    return Stream.of(
        arguments(Map.of("contain", "UP"), ".contain: unknown key, did you mean \"contains\"?"),
        arguments(Map.of("contains", ""), ".contains: expected at least one character"),
        arguments(
            Map.of("contains", "x".repeat(1025)),
            ".contains: expected at most 1024 characters, got 1025"),
        arguments(
            Map.of("regex", "(UP"),
            ".regex: not a pattern: error parsing regexp: missing closing ): `(UP`"),
        arguments(
            Map.of("regex", "(?=UP)"),
            ".regex: not a pattern: error parsing regexp: invalid or unsupported Perl syntax: `(?=`"),
        arguments(
            Map.of("regex", "((a{1000}){1000}){1000}"),
            ".regex: not a pattern: too large: its repetitions come to more than 1024 steps when"
                + " written out"),
        arguments(Map.of("regex", "x{600}"), SIMPLER),
        arguments(Map.of("json", "UP"), ".json: expected a map, got \"UP\""),
        arguments(
            Map.of("json", Map.of("status", "UP")),
            ".json.status: expected a path that begins with $, such as $.status"),
        arguments(
            Map.of("json", Map.of("$..status", "UP")),
            ".json.$..status: expected a name; others than letters, digits and _ are written"
                + " ['so'] at character 3"),
        arguments(
            Map.of("json", Map.of("$.a", List.of("UP"))),
            ".json.$.a: expected text, a number, true, false or null, got a list"),
        arguments(
            Map.of("json", Map.of("$.a", Double.NaN)),
            ".json.$.a: expected text, a number, true, false or null, got NaN"),
        arguments(Map.of("json", twice()), ".json.$['a']: the same place is there twice"),
        arguments(Map.of("json", Readings.many(17)), ".json: expected at most 16 paths, got 17"));
  }

  private static final String SIMPLER =
      ".regex: expected a simpler pattern: with a max-body of 64KiB at most 32 of its steps may be"
          + " under way at once, got 600";

  @ParameterizedTest
  @MethodSource("expectations")
  void aMistakeInWhatABodyMustHoldIsNamed(Map<String, ?> body, String problem) {
    assertThat(refused("expect", Map.of("body", body))).containsExactly("expect.body" + problem);
  }

  @Test
  void aLargerBodyLeavesLessForAPattern() {
    var keys =
        Map.of(
            "name",
            "n",
            "url",
            "http://shop.test",
            "http",
            Map.of("max-body", "256KiB"),
            "expect",
            Map.of("body", Map.of("regex", "x{9}")));
    assertThat(refused(Defaults.CONFIG, keys))
        .containsExactly(
            "expect.body.regex: expected a simpler pattern: with a max-body of 256KiB at most 8 of"
                + " its steps may be under way at once, got 9");
  }

  @Test
  void whoAsksIsSaidOnce() {
    assertThat(
            refused(
                "http",
                Map.of(
                    "auth", Map.of("bearer", "hush"), "headers", Map.of("authorization", "hush"))))
        .containsExactly("http.auth: expected one of auth and an Authorization header, got both");
    assertThat(
            refused(
                "http",
                Map.of("headers", Map.of("X-A", "b"), "secret-headers", Map.of("x-a", "hush"))))
        .containsExactly("http.secret-headers.x-a: the header x-a is there twice");
  }

  @Test
  void headHasNoBodyToExpectAnythingOf() {
    var keys =
        Map.of(
            "name",
            "n",
            "url",
            "http://shop.test",
            "http",
            Map.of("method", "HEAD"),
            "expect",
            Map.of("body", Map.of("contains", "UP")));
    assertThat(refused(Defaults.CONFIG, keys))
        .containsExactly("expect.body: the answer to HEAD has no body");
  }

  @Test
  void noneOfItIsForOtherKinds() {
    var keys = Map.of("name", "n", "url", "tcp://h:1", "http", Map.of("auth", Map.of()));
    assertThat(refused(Defaults.CONFIG, keys))
        .containsExactly("http: only for http:// and https:// urls, this one is tcp://");
  }

  private static Map<String, String> basic(String username, String password) {
    return Map.of("username", username, "password", password);
  }

  private static Map<String, String> twice() {
    var twice = new LinkedHashMap<String, String>();
    twice.put("$.a", "b");
    twice.put("$['a']", "c");
    return twice;
  }
}
