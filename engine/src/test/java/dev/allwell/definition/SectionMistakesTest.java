package dev.allwell.definition;

import static dev.allwell.definition.Readings.many;
import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One row a mistake in a section of one kind, with the exact message.
class SectionMistakesTest {
  private static final String STATUS =
      "expected a status such as 200, \"2xx\" or \"200-204\", got ";

  static Stream<Arguments> httpMistakes() {
    return Stream.of(
        arguments("metod", "GET", "http.metod: unknown key, did you mean \"method\"?"),
        arguments(
            "method",
            "TRACE",
            "http.method: expected one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, got \"TRACE\""),
        arguments("method", 1, "http.method: expected text, got 1: put it in quotes"),
        arguments("redirects", 11, "http.redirects: expected a whole number from 0 to 10, got 11"),
        arguments("keep-alive", "yes", "http.keep-alive: expected true or false, got \"yes\""),
        arguments("verify-tls", 0, "http.verify-tls: expected true or false, got 0"),
        arguments("body", Map.of("a", 1), "http.body: expected text, got a map"),
        arguments(
            "body", "x".repeat(8193), "http.body: expected at most 8192 characters, got 8193"),
        arguments("headers", "Accept: a", "http.headers: expected a map, got \"Accept: a\""),
        arguments("headers", many(65), "http.headers: expected at most 64, got 65"),
        arguments(
            "headers",
            Map.of("A", "x".repeat(8192), "B", "x".repeat(8192)),
            "http.headers: expected at most 16384 characters in all, got 16386"),
        arguments(
            "headers",
            Map.of("Accept", 1),
            "http.headers.Accept: expected text, got 1: put it in quotes"),
        arguments(
            "headers",
            Map.of("Accept", List.of("secret")),
            "http.headers.Accept: expected text, got a list"),
        arguments(
            "headers",
            Map.of("X A", "b"),
            "http.headers.X A: not a header name: expected letters, digits and hyphens"),
        arguments(
            "headers",
            Map.of("", "b"),
            "http.headers.\"\": not a header name: expected letters, digits and hyphens"),
        arguments(
            "headers",
            Map.of("X-A", "secret\r\nHost: b"),
            "http.headers.X-A: expected printable ASCII characters alone"),
        arguments(
            "headers",
            Map.of("X-A", "secret\u0000"),
            "http.headers.X-A: expected printable ASCII characters alone"),
        arguments(
            "headers",
            new LinkedHashMap<>(twice()),
            "http.headers.ACCEPT: the header ACCEPT is there twice"),
        forbidden("content-length"),
        forbidden("Transfer-Encoding"),
        forbidden("CONNECTION"),
        forbidden("Upgrade"),
        forbidden("TE"),
        forbidden("Expect"),
        arguments(
            "headers",
            Map.of("Metadata-Flavor", "Google"),
            "http.headers.Metadata-Flavor: the header Metadata-Flavor cannot be set: it unlocks the"
                + " metadata of cloud machines"),
        arguments(
            "headers",
            Map.of("X-Aws-Ec2-Metadata-Token-TTL-seconds", "1"),
            "http.headers.X-Aws-Ec2-Metadata-Token-TTL-seconds: the header"
                + " X-Aws-Ec2-Metadata-Token-TTL-seconds cannot be set: it unlocks the metadata of"
                + " cloud machines"));
  }

  private static Map<String, String> twice() {
    var twice = new LinkedHashMap<String, String>();
    twice.put("Accept", "a");
    twice.put("ACCEPT", "b");
    return twice;
  }

  private static Arguments forbidden(String header) {
    return arguments(
        "headers",
        Map.of(header, "x"),
        "http.headers.%s: the header %s cannot be set: the probe sets it as needed"
            .formatted(header, header));
  }

  @ParameterizedTest
  @MethodSource("httpMistakes")
  void aMistakeInTheRequestIsNamed(String key, Object value, String problem) {
    assertThat(refused("http", Map.of(key, value))).containsExactly(problem);
  }

  static Stream<Arguments> expectMistakes() {
    return Stream.of(
        arguments("status", 700, "expect.status: " + STATUS + "700"),
        arguments("status", "0xx", "expect.status: " + STATUS + "\"0xx\""),
        arguments("status", "204-200", "expect.status: " + STATUS + "\"204-200\""),
        arguments("status", 200.5, "expect.status: " + STATUS + "200.5"),
        arguments("status", true, "expect.status: " + STATUS + "true"),
        arguments("status", List.of(200, "ok"), "expect.status[1]: " + STATUS + "\"ok\""),
        arguments("status", List.of(List.of()), "expect.status[0]: " + STATUS + "a list"),
        arguments(
            "status", Collections.nCopies(65, 200), "expect.status: expected at most 64, got 65"),
        arguments(
            "format", "ft2", "expect.format: expected one of auto, none, monitor, ft, got \"ft2\""),
        arguments("states", 1, "expect.states: unknown key, did you mean \"status\"?"));
  }

  @ParameterizedTest
  @MethodSource("expectMistakes")
  void aMistakeInWhatIsExpectedIsNamed(String key, Object value, String problem) {
    assertThat(refused("expect", Map.of(key, value))).containsExactly(problem);
  }

  static Stream<Arguments> mistakesOfOtherKinds() {
    return Stream.of(
        arguments(
            "dns://h/n",
            "http",
            Map.of(),
            "http: only for http:// and https:// urls, this one is dns://"),
        arguments(
            "tcp://h:1",
            "expect",
            Map.of(),
            "expect: only for http:// and https:// urls, this one is tcp://"),
        arguments(
            "tls://h:1",
            "tls",
            Map.of("verify-tls", "no"),
            "tls.verify-tls: expected true or false, got \"no\""));
  }

  @ParameterizedTest
  @MethodSource("mistakesOfOtherKinds")
  void aSectionBelongsToItsKind(String url, String key, Object value, String problem) {
    assertThat(refused(Defaults.CONFIG, Map.of("name", "n", "url", url, key, value)))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitor", "ft"})
  void aDocumentCannotBeDemandedOfHead(String format) {
    Map<String, ?> keys =
        Map.of(
            "name",
            "shop",
            "url",
            "http://shop.test",
            "http",
            Map.of("method", "head"),
            "expect",
            Map.of("format", format));

    assertThat(refused(Defaults.CONFIG, keys))
        .containsExactly("expect.format: the answer to HEAD has no body that could be a document");
  }
}
