package dev.allwell.definition;

import static dev.allwell.definition.Readings.defined;
import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Route;
import dev.allwell.model.Secret;
import dev.allwell.model.TlsSettings;
import dev.allwell.model.TlsSettings.ClientCertificate;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouteKeysTest {
  private static final Authority AUTHORITY = new Authority();
  private static final Certificate CLIENT = AUTHORITY.forClient("CN=watch");

  private final Definitions config = new Definitions(Defaults.CONFIG);

  @Test
  void whatIsLeftOutIsByDefault() {
    assertThat(route(Map.of())).isSameAs(Route.DEFAULT);
  }

  @Test
  void eachKeyIsTaken() {
    var route =
        route(
            Map.of(
                "ip",
                "prefer-ipv6",
                "resolver",
                "192.0.2.53",
                "tls",
                Map.of(
                    "ca",
                    AUTHORITY.pem(),
                    "certificate",
                    CLIENT.pem(),
                    "key",
                    CLIENT.keyPem(),
                    "server-name",
                    "Shop.test",
                    "resume",
                    true)));
    assertThat(route)
        .isEqualTo(
            new Route(
                new TlsSettings(
                    true,
                    true,
                    "shop.test",
                    AUTHORITY.pem(),
                    new ClientCertificate(CLIENT.pem(), new Secret(CLIENT.keyPem()))),
                IpChoice.PREFER_IPV6,
                new Endpoint("192.0.2.53", 53)));
    assertThat(route.toString()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void aFileIsReadInPlaceOfItsKey() {
    var files =
        Map.of("ca.pem", AUTHORITY.pem(), "me.pem", CLIENT.pem(), "me.key", CLIENT.keyPem());
    var definitions =
        new Definitions(Defaults.CONFIG, (path, _) -> Optional.ofNullable(files.get(path)));
    var keys =
        keys(
            Map.of(
                "tls",
                Map.of("ca-file", "ca.pem", "certificate-file", "me.pem", "key-file", "me.key")));
    var tls = defined(definitions, keys).check().route().tls();
    assertThat(tls.ca()).contains(AUTHORITY.pem());
    assertThat(tls.client().orElseThrow().key()).isEqualTo(new Secret(CLIENT.keyPem()));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.53, 192.0.2.53, 53",
    "192.0.2.53:5353, 192.0.2.53, 5353",
    "2001:db8::53, 2001:db8::53, 53",
    "[2001:db8::53], 2001:db8::53, 53",
    "[2001:db8::53]:5353, 2001:db8::53, 5353",
  })
  void aResolverIsAnAddress(String written, String host, int port) {
    assertThat(route(Map.of("resolver", written)).resolver()).contains(new Endpoint(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "dns.test",
    "192.0.2",
    "192.0.2.53:0",
    "192.0.2.53:x",
    "192.0.2.53:99999",
    "[::1",
    ":"
  })
  void whatIsNoResolverIsRefused(String written) {
    assertThat(refused(Defaults.CONFIG, keys(Map.of("resolver", written))))
        .containsExactly(
            "resolver: expected the address of a name server, such as \"192.0.2.53\" or"
                + " \"[2001:db8::53]:5353\", got \""
                + written
                + "\"");
  }

  static Stream<Arguments> mistakes() {
    String other = AUTHORITY.forClient("CN=other").keyPem();
    String chain = CLIENT.pem();
    return Stream.of(
        arguments(
            Map.of("ca", "x"), "tls.ca: expected PEM that begins with -----BEGIN CERTIFICATE-----"),
        arguments(
            Map.of("ca", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"),
            "tls.ca: a certificate in it cannot be read"),
        arguments(
            Map.of("ca", "x".repeat(65_537)),
            "tls.ca: expected at most 65536 characters, got 65537"),
        arguments(Map.of("ca", 5), "tls.ca: expected text, got 5: put it in quotes"),
        arguments(
            Map.of("certificate", chain),
            "tls.certificate: expected both certificate and key, got one of them"),
        arguments(
            Map.of("key", CLIENT.keyPem()),
            "tls.key: expected both certificate and key, got one of them"),
        arguments(
            Map.of("certificate", chain, "key", other),
            "tls.key: is not the key of the first certificate"),
        arguments(
            Map.of("certificate", chain, "key", "swordfish"),
            "tls.key: expected PEM that begins with -----BEGIN PRIVATE KEY-----"),
        arguments(
            Map.of("certificate", chain, "key", "-----BEGIN RSA PRIVATE KEY-----\nswordfish"),
            "tls.key: expected an unencrypted key of PKCS#8: \"openssl pkcs8 -topk8 -nodes\" makes"
                + " one"),
        arguments(
            Map.of(
                "certificate",
                chain,
                "key",
                "-----BEGIN PRIVATE KEY-----\nc3dvcmRmaXNo\n-----END PRIVATE KEY-----"),
            "tls.key: expected an RSA or EC key"),
        arguments(
            Map.of("certificate-file", "me.pem", "key", CLIENT.keyPem()),
            "tls.certificate-file: a file can be named in the configuration file alone"),
        arguments(
            Map.of("server-name", "10.0.0.1"),
            "tls.server-name: expected a name, got \"10.0.0.1\""),
        arguments(Map.of("server-name", "a b"), "tls.server-name: \"a b\" is not a domain name"),
        arguments(Map.of("resume", "yes"), "tls.resume: expected true or false, got \"yes\""),
        arguments(
            Map.of("verify-tls", false),
            "tls.verify-tls: an https:// check has it as \"http.verify-tls\""),
        arguments(
            Map.of("sertificate", ""),
            "tls.sertificate: unknown key, did you mean \"certificate\"?"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedAndShowsNoKey(Map<String, ?> tls, String problem) {
    assertThat(refused(Defaults.CONFIG, keys(Map.of("tls", tls)))).containsExactly(problem);
  }

  @Test
  void nobodyIsTrustedWhereNothingIsVerified() {
    var keys =
        keys(Map.of("http", Map.of("verify-tls", false), "tls", Map.of("ca", AUTHORITY.pem())));
    assertThat(refused(Defaults.CONFIG, keys))
        .containsExactly("tls.ca: is of no use where \"verify-tls\" is false");
  }

  @Test
  void aKindOfAddressIsOneOfFour() {
    assertThat(refused(Defaults.CONFIG, keys(Map.of("ip", "both"))))
        .containsExactly("ip: expected one of prefer-ipv4, prefer-ipv6, ipv4, ipv6, got \"both\"");
  }

  private Route route(Map<String, ?> more) {
    return defined(config, keys(more)).check().route();
  }

  private static Map<String, Object> keys(Map<String, ?> more) {
    var keys = new HashMap<String, Object>(Map.of("name", "n", "url", "https://shop.test"));
    keys.putAll(more);
    return keys;
  }
}
