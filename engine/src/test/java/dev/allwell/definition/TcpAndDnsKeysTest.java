package dev.allwell.definition;

import static dev.allwell.definition.Readings.defined;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.DnsCheck.Expect;
import dev.allwell.model.DnsCheck.Question;
import dev.allwell.model.DnsCheck.Transport;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Route;
import dev.allwell.model.StartTls;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TcpCheck.Talk;
import dev.allwell.model.TlsSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TcpAndDnsKeysTest {
  private final Definitions config = new Definitions(Defaults.CONFIG);

  private Check check(String url, Map<String, ?> more) {
    var keys = new HashMap<String, Object>(more);
    keys.put("name", "n");
    keys.put("url", url);
    return defined(config, keys).check();
  }

  @Nested
  class Tcp {
    @Test
    void whatIsSentAndExpectedIsKept() {
      assertThat(talk(Map.of("send", "PING\r\né", "expect", "^\\+PONG")))
          .isEqualTo(new Talk(null, "PING\r\n\u00c3\u00a9", "^\\+PONG"));
      assertThat(talk(Map.of("send", "", "expect", ""))).isSameAs(Talk.NONE);
    }

    @Test
    void bytesAreSentInHexadecimals() {
      assertThat(talk(Map.of("send-hex", "00 5A\nff")).send()).isEqualTo("\u0000Z\u00ff");
    }

    @ParameterizedTest
    @EnumSource(StartTls.class)
    void startTlsIsNamedByItsProtocol(StartTls protocol) {
      assertThat(check("tcp://h:1", startTls(protocol.word())))
          .isEqualTo(
              TcpCheck.of(new Endpoint("h", 1), false)
                  .with(new Talk(protocol, "", ""))
                  .with(new Route(new TlsSettings(false))));
    }

    @Test
    void aTlsUrlTalksInsideTls() {
      assertThat(check("tls://h:1", Map.of("tcp", Map.of("expect", "^\\* OK"))))
          .isEqualTo(TcpCheck.of(new Endpoint("h", 1), true).with(new Talk(null, "", "^\\* OK")));
    }

    private Map<String, ?> startTls(String word) {
      return Map.of("tcp", Map.of("starttls", word), "tls", Map.of("verify-tls", false));
    }

    private Talk talk(Map<String, ?> tcp) {
      return ((TcpCheck) check("tcp://h:1", Map.of("tcp", tcp))).talk();
    }
  }

  @Nested
  class Dns {
    @Test
    void everyKeyFindsItsPlace() {
      Map<String, ?> dns =
          Map.of(
              "type",
              "mx",
              "transport",
              "TCP",
              "recursion",
              false,
              "answers",
              List.of("010 Mail.Test."),
              "authority",
              List.of("ns NS1.test", "SOA"));

      assertThat(check("dns://h:5353/shop.test", Map.of("dns", dns)))
          .isEqualTo(
              DnsCheck.of(new Endpoint("h", 5353), "shop.test", DnsCheck.Type.MX)
                  .with(new Question("shop.test", DnsCheck.Type.MX, false))
                  .with(Transport.TCP)
                  .with(new Expect(0, List.of("10 mail.test"), List.of("NS ns1.test", "SOA"))));
    }

    @ParameterizedTest
    @CsvSource({"65", "TYPE65", "type65"})
    void aTypeWithoutANameHasANumber(String type) {
      assertThat(dns("h", Map.of("type", type)).question().type()).isEqualTo(new DnsCheck.Type(65));
    }

    @Test
    void aNumberMayNameAKnownType() {
      assertThat(dns("h", Map.of("type", 28)).question().type()).isSameAs(DnsCheck.Type.AAAA);
    }

    @ParameterizedTest
    @CsvSource({"nxdomain,3", "3,3", "NOERROR,0", "15,15"})
    void anRcodeHasANameOrANumber(String rcode, int number) {
      Object given = rcode.matches("[0-9]+") ? Integer.valueOf(rcode) : rcode;
      assertThat(dns("h", Map.of("rcode", given)).expect().rcode()).isEqualTo(number);
    }

    @Test
    void tlsHasAPortOfItsOwn() {
      assertThat(dns("h", Map.of("transport", "tls")).endpoint()).isEqualTo(new Endpoint("h", 853));
      assertThat(dns("h:53", Map.of("transport", "tls")).endpoint())
          .isEqualTo(new Endpoint("h", 53));
      assertThat(dns("[::1]:853", Map.of()).transport()).isEqualTo(Transport.TLS);
      assertThat(dns("h:853", Map.of("transport", "tcp")).transport()).isEqualTo(Transport.TCP);
      assertThat(dns("h", Map.of()).transport()).isEqualTo(Transport.AUTO);
    }

    @Test
    void anAddressIsTurnedIntoItsReverseName() {
      assertThat(name("192.0.2.1")).isEqualTo("1.2.0.192.in-addr.arpa");
      assertThat(name("2001:DB8::c5"))
          .isEqualTo("5.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
      assertThat(name(".")).isEqualTo(".");
      assertThat(name("4.3.in-addr.arpa")).isEqualTo("4.3.in-addr.arpa");
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '`',
        delimiter = '|',
        value = {
          "A|192.0.2.1|192.0.2.1",
          "AAAA|2001:DB8::a|2001:db8:0:0:0:0:0:a",
          "AAAA|::ffff:192.0.2.1|0:0:0:0:0:ffff:c000:201",
          "CNAME|WWW.Test.|www.test",
          "NS|.|.",
          "NS|bücher.test|xn--bcher-kva.test",
          "SOA|ns.test John\\.Doe.test 1 2 3 4 4294967295|ns.test john\\.doe.test 1 2 3 4 4294967295",
          "SRV|0 05 443 H.test|0 5 443 h.test",
          "TXT|v=spf1  -all|v=spf1  -all",
          "TXT|\"v=spf1 \" \"-\\097ll\"|v=spf1 -all",
          "TXT|\"a\\\"b\"|a\"b",
          "TXT|é\\|\\195\\169\\\\",
          "CAA|0 Issue ca.test|0 issue \"ca.test\"",
          "CAA|128 iodef \"mailto:a@ca.test\"|128 iodef \"mailto:a@ca.test\"",
          "TYPE65280|\\# 4 0A00 0001|\\# 4 0a000001",
          "TYPE65280|\\# 0|\\# 0",
        })
    void aRecordHasOneForm(String type, String written, String canonical) {
      var dns = Map.of("type", type, "answers", List.of(written));
      assertThat(dns("h", dns).expect().answers()).containsExactly(canonical);
    }

    private String name(String path) {
      return ((DnsCheck) check("dns://h/" + path, Map.of("dns", Map.of("type", "PTR"))))
          .question()
          .name();
    }

    private DnsCheck dns(String server, Map<String, ?> dns) {
      return (DnsCheck) check("dns://" + server + "/shop.test", Map.of("dns", dns));
    }
  }
}
