package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.allwell.model.Source;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UrlTest {
  private static final String NOT_IPV4 =
      " is not an IPv4 address: expected four numbers from 0 to 255";

  static Stream<Arguments> good() {
    return Stream.of(
        arguments("http://h", "h:80", ""),
        arguments("HTTPS://Shop.TEST/Up", "shop.test:443", "/Up"),
        arguments("http://my_service:8080/", "my_service:8080", "/"),
        arguments("http://127.0.0.1:1/a/../b;c=d?x=%20&y", "127.0.0.1:1", "/a/../b;c=d?x=%20&y"),
        arguments("http://[::1]/", "[::1]:80", "/"),
        arguments("http://[2001:DB8::1]:65535/", "[2001:db8::1]:65535", "/"),
        arguments("http://[::ffff:192.0.2.1]/", "[::ffff:192.0.2.1]:80", "/"),
        arguments(
            "http://b\u00fccher.test/stra\u00dfe?\u00fc",
            "xn--bcher-kva.test:80",
            "/stra%C3%9Fe?%C3%BC"),
        arguments("http://h/?", "h:80", "/?"),
        arguments("http://h?a=http://b", "h:80", "?a=http://b"),
        arguments("http://h/a@b:c", "h:80", "/a@b:c"),
        arguments("http://1.2.3.4a/", "1.2.3.4a:80", "/"),
        arguments("tcp://db:5432", "db:5432", ""));
  }

  @ParameterizedTest
  @MethodSource("good")
  void aUrlIsTakenApart(String text, String endpoint, String target) throws MalformedUrl {
    Url url = Url.read(text);

    assertThat(url.endpoint()).hasToString(endpoint);
    assertThat(url.path() + url.query()).isEqualTo(target);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments("", "expected a url such as \"https://shop.test/health\""),
        arguments("shop.test", "expected a url such as \"https://shop.test/health\""),
        arguments("://h", "expected a url such as \"https://shop.test/health\""),
        arguments(" http://h", "expected a url such as \"https://shop.test/health\""),
        arguments("localhost:80", scheme("localhost")),
        arguments("udp://h:1", scheme("udp")),
        arguments("grpc://h:1", scheme("grpc")),
        arguments("wss://h", scheme("wss")),
        arguments("icmp://h", scheme("icmp")),
        arguments("heartbeat://h", scheme("heartbeat")),
        arguments("file:///etc/passwd", scheme("file")),
        arguments("javascript:alert(1)", scheme("javascript")),
        arguments("http:h", "expected \"//\" after \"http:\""),
        arguments("http:/h", "expected \"//\" after \"http:\""),
        arguments("http://", "names no host"),
        arguments("http:///x", "names no host"),
        arguments("http://:80", "names no host"),
        arguments("dns:///shop.test", "names no server: expected dns://server/name"),
        arguments(
            "http://u:secret@h/",
            "a url is shown to everybody: it must not hold a user or a password"),
        arguments(
            "http://@h/", "a url is shown to everybody: it must not hold a user or a password"),
        arguments(
            "http://h\\@evil/",
            "a url is shown to everybody: it must not hold a user or a password"),
        arguments("http://h/a b", "a url has no spaces or control characters"),
        arguments("http://h/\r\nX: y", "a url has no spaces or control characters"),
        arguments("http://h/\u00a0", "a url has no spaces or control characters"),
        arguments("http://h/\ud800", "a url has no spaces or control characters"),
        arguments(
            "http://h/#top", "a fragment (\"#\" and what follows) is never sent: leave it out"),
        arguments("http://h#", "a fragment (\"#\" and what follows) is never sent: leave it out"),
        arguments(
            "http://h/{id}",
            "not a path and query at \"{\": percent-encode what a url may not hold"),
        arguments(
            "http://h/%zz",
            "not a path and query at \"%\": percent-encode what a url may not hold"),
        arguments(
            "http://h/%", "not a path and query at \"%\": percent-encode what a url may not hold"),
        arguments("http://h:", "expected a port from 1 to 65535, got \"\""),
        arguments("http://h:0", "expected a port from 1 to 65535, got \"0\""),
        arguments("http://h:65536", "expected a port from 1 to 65535, got \"65536\""),
        arguments("http://h:8o", "expected a port from 1 to 65535, got \"8o\""),
        arguments("http://h:1:2", "expected a port from 1 to 65535, got \"1:2\""),
        arguments("http://[::1]x/", "\"[::1]x\" is not an IPv6 address"),
        arguments("http://[::1", "\"[::1\" is not an IPv6 address"),
        arguments("http://[]", "\"[]\" is not an IPv6 address"),
        arguments("http://[1.2.3.4]", "\"[1.2.3.4]\" is not an IPv6 address"),
        arguments("http://[fe80::1%25eth0]/", "\"[fe80::1%25eth0]\" is not an IPv6 address"),
        arguments("http://[:::1]/", "\"[:::1]\" is not an IPv6 address"),
        arguments("http://127.1/", "\"127.1\"" + NOT_IPV4),
        arguments("http://2130706433/", "\"2130706433\"" + NOT_IPV4),
        arguments("http://0x7f.0.0.1/", "\"0x7f.0.0.1\"" + NOT_IPV4),
        arguments("http://0177.0.0.1/", "\"0177.0.0.1\"" + NOT_IPV4),
        arguments("http://a.0x7f/", "\"a.0x7f\"" + NOT_IPV4),
        arguments("http://256.0.0.1/", "\"256.0.0.1\"" + NOT_IPV4),
        arguments("http://\uff11\uff12\uff17.1/", "\"\uff11\uff12\uff17.1\"" + NOT_IPV4),
        arguments("http://h./", "a host is written without a dot at its end"),
        arguments(
            "http://stra\u00dfe.test/",
            "\"stra\u00dfe.test\" is read as two different names: write it in its \"xn--\" form"),
        arguments("http://a..b/", "\"a..b\" is not a host name"),
        arguments("http://-a/", "\"-a\" is not a host name"),
        arguments("http://h%41/", "\"h%41\" is not a host name"),
        arguments("http://a,b/", "\"a,b\" is not a host name"),
        arguments("http://" + "a".repeat(64), "\"" + "a".repeat(40) + "…\" is not a host name"),
        arguments(
            "http://" + "a.".repeat(127) + "a", "\"" + "a.".repeat(20) + "…\" is not a host name"),
        arguments("tcp://db", "names no port: expected tcp://host:port"),
        arguments("tls://[::1]", "names no port: expected tls://host:port"),
        arguments("http://h/" + "x".repeat(2040), "expected at most 2048 characters, got 2049"));
  }

  private static String scheme(String scheme) {
    return "the scheme \"%s\" is not one that is checked: http, https, tcp, tls, dns"
        .formatted(scheme);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatIsWrongIsSaid(String text, String message) {
    assertThatThrownBy(() -> Url.read(text)).isInstanceOf(MalformedUrl.class).hasMessage(message);
  }

  static Stream<Arguments> badForTheirKind() {
    return Stream.of(
        arguments("tcp://db:1/x", "url: expected tcp://host:port and nothing after it"),
        arguments("tls://db:1?x", "url: expected tls://host:port and nothing after it"),
        arguments(
            "dns://h", "url: expected dns://server/name, such as \"dns://192.0.2.53/shop.test\""),
        arguments(
            "dns://h/", "url: expected dns://server/name, such as \"dns://192.0.2.53/shop.test\""),
        arguments(
            "dns://h/n?type=A",
            "url: expected dns://server/name, such as \"dns://192.0.2.53/shop.test\""),
        arguments("dns://h/a/b", "url: \"a/b\" is not a domain name"),
        arguments("dns://h/..", "url: \"..\" is not a domain name"));
  }

  @ParameterizedTest
  @MethodSource("badForTheirKind")
  void eachKindHasItsForm(String text, String problem) {
    var read = new Definitions(Defaults.CONFIG).read(Map.of("name", "n", "url", text), Source.FILE);

    assertThat(read).isInstanceOf(Definition.Refused.class);
    assertThat(((Definition.Refused) read).problems()).singleElement().hasToString(problem);
  }
}
