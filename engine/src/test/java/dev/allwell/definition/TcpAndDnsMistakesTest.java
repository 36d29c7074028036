package dev.allwell.definition;

import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TcpAndDnsMistakesTest {
  static Stream<Arguments> tcpMistakes() {
    return Stream.of(
        arguments(Map.of("sent", ""), "tcp.sent: unknown key, did you mean \"send\"?"),
        arguments(Map.of("send", 5), "tcp.send: expected text, got 5: put it in quotes"),
        arguments(
            Map.of("send", "é".repeat(5000)), "tcp.send: expected at most 8192 bytes, got 10000"),
        arguments(
            Map.of("send-hex", "5"),
            "tcp.send-hex: expected two hexadecimal digits a byte, such as \"00 5a ff\""),
        arguments(
            Map.of("send", "a", "send-hex", "00"),
            "tcp.send-hex: expected one of send and send-hex, got both"),
        arguments(
            Map.of("expect", "(220"),
            "tcp.expect: not a pattern: error parsing regexp: missing closing ): `(?m)(220`"),
        arguments(
            Map.of("expect", "((x{1000}){1000})"),
            "tcp.expect: not a pattern: too large: its repetitions come to more than 1024 steps"
                + " when written out"),
        arguments(
            Map.of("expect", "(?:a?){64}b"),
            "tcp.expect: expected a simpler pattern: at most 128 of its steps may be under way at"
                + " once, got 129"),
        arguments(
            Map.of("expect", "x".repeat(1021)),
            "tcp.expect: not a pattern: expected at most 1024 characters, got 1025"),
        arguments(
            Map.of("expect", "Läden"),
            "tcp.expect: expected ASCII: bytes are compared, so that an ? is \\xc3\\xa9"
                .replace('?', 'é')),
        arguments(
            Map.of("starttls", "telnet"),
            "tcp.starttls: expected one of smtp, imap, pop3, ftp, ldap, postgres, mysql, xmpp,"
                + " sieve, got \"telnet\""));
  }

  @ParameterizedTest
  @MethodSource("tcpMistakes")
  void aMistakeInATalkIsNamed(Map<String, ?> tcp, String problem) {
    assertThat(refused(Defaults.CONFIG, service("tcp://h:1", Map.of("tcp", tcp))))
        .containsExactly(problem);
  }

  @Test
  void tlsIsSetUpOnlyWhereItIsSpoken() {
    assertThat(refused(Defaults.CONFIG, service("tcp://h:1", Map.of("tls", Map.of()))))
        .containsExactly("tls: no TLS is spoken without tcp.starttls");
    assertThat(refused(Defaults.CONFIG, service("dns://h/n", Map.of("tls", Map.of()))))
        .containsExactly("tls: no TLS is spoken without dns.transport tls");
    assertThat(
            refused(
                Defaults.CONFIG, service("tls://h:1", Map.of("tcp", Map.of("starttls", "smtp")))))
        .containsExactly(
            "tcp.starttls: a tls:// check speaks TLS from the start, a tcp:// one turns to it");
  }

  private static final String TYPE =
      "dns.type: expected one of A, AAAA, CNAME, MX, TXT, SRV, NS, PTR, CAA, SOA, or a number such"
          + " as 65 or \"TYPE65\" of a type that records have, got ";
  private static final String RCODE =
      "dns.rcode: expected one of NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, YXDOMAIN,"
          + " YXRRSET, NXRRSET, NOTAUTH, NOTZONE, or a number from 0 to 15, got ";

  static Stream<Arguments> dnsMistakes() {
    return Stream.of(
        arguments(Map.of("type", "ANY"), TYPE + "\"ANY\""),
        arguments(Map.of("type", 255), TYPE + "255"),
        arguments(Map.of("type", "TYPE0"), TYPE + "\"TYPE0\""),
        arguments(Map.of("type", "99999"), TYPE + "\"99999\""),
        arguments(Map.of("type", true), TYPE + "true"),
        arguments(Map.of("rcode", "OK"), RCODE + "\"OK\""),
        arguments(Map.of("rcode", 16), RCODE + "16"),
        arguments(Map.of("rcode", -1), RCODE + "-1"),
        arguments(
            Map.of("transport", "https"),
            "dns.transport: expected one of auto, udp, tcp, tls, got \"https\""),
        arguments(Map.of("recursion", "no"), "dns.recursion: expected true or false, got \"no\""),
        arguments(
            Map.of("rcode", "NXDOMAIN", "answers", List.of("192.0.2.1")),
            "dns.answers: expected none: only an answer of the rcode NOERROR has any"),
        arguments(
            Map.of("authority", List.of("ns1.test")),
            "dns.authority[0]: expected a type and its record, such as \"NS ns.test\", got"
                + " \"ns1.test\""),
        arguments(
            Map.of("authority", List.of("NS a b")),
            "dns.authority[0]: expected a record of the type NS such as \"ns.test\", got \"a b\""));
  }

  @ParameterizedTest
  @MethodSource("dnsMistakes")
  void aMistakeInAQuestionIsNamed(Map<String, ?> dns, String problem) {
    assertThat(refused(Defaults.CONFIG, service("dns://h/n", Map.of("dns", dns))))
        .containsExactly(problem);
  }

  static Stream<Arguments> recordMistakes() {
    return Stream.of(
        arguments("A", "2001:db8::1", "expected an IPv4 address such as \"192.0.2.10\", got"),
        arguments("A", "192.0.2.010", "expected an IPv4 address such as \"192.0.2.10\", got"),
        arguments("AAAA", "192.0.2.1", "expected an IPv6 address such as \"2001:db8::10\", got"),
        arguments("AAAA", "fe80::1%eth0", "expected an IPv6 address such as"),
        arguments("CNAME", "a b", "expected a record of the type CNAME such as \"ns.test\", got"),
        arguments("NS", "a..b", "\"a..b\" is not a domain name"),
        arguments("PTR", "x".repeat(64), "is not a domain name"),
        arguments("NS", "a\\b", "is not a domain name"),
        arguments("MX", "mail.test", "expected a record of the type MX such as \"10 mail.test\""),
        arguments("MX", "x mail.test", "expected a whole number from 0 to 65535, got \"x\""),
        arguments("SRV", "0 5 70000 h.test", "expected a whole number from 0 to 65535, got"),
        arguments("SOA", "ns.test", "expected a record of the type SOA such as"),
        arguments("SOA", "a b 1 2 3 4 4294967296", "expected a whole number from 0 to 4294967295"),
        arguments("TXT", "\"a\" b", "expected strings in quotes, got"),
        arguments("TXT", "\"a\\999\"", "expected a whole number from 0 to 255, got \"999\""),
        arguments("CAA", "0 issue", "expected a record of the type CAA such as"),
        arguments("CAA", "0 is-sue x", "expected a tag such as issue, got \"is-sue\""),
        arguments("TYPE65", "1 . alpn=h2", "expected a record of the type TYPE65 such as"),
        arguments("TYPE65", "\\# 3 0A00", "expected a record of the type TYPE65 such as"));
  }

  @ParameterizedTest
  @MethodSource("recordMistakes")
  void anExpectationThatCannotBeOfItsTypeIsNamed(String type, String record, String problem) {
    assertThat(
            refused(
                Defaults.CONFIG,
                service(
                    "dns://h/n", Map.of("dns", Map.of("type", type, "answers", List.of(record))))))
        .singleElement()
        .asString()
        .startsWith("dns.answers[0]: ")
        .contains(problem);
  }

  @Test
  void onlyAnAddressOfTheRightTypeIsTurnedRound() {
    assertThat(refused(Defaults.CONFIG, service("dns://h/2001:db8::1", Map.of())))
        .containsExactly("url: an address has a name by the type PTR alone, not by A");
    assertThat(
            refused(
                Defaults.CONFIG, service("dns://h/1:2:3", Map.of("dns", Map.of("type", "PTR")))))
        .containsExactly("url: \"1:2:3\" is not a domain name");
  }

  private static Map<String, ?> service(String url, Map<String, ?> more) {
    var keys = new java.util.HashMap<String, Object>(more);
    keys.put("name", "n");
    keys.put("url", url);
    return keys;
  }
}
