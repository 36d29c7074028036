package dev.allwell.definition;

import static dev.allwell.definition.Readings.defined;
import static dev.allwell.definition.Readings.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import dev.allwell.model.Secret;
import dev.allwell.model.Service;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyKeysTest {
  private static final String WANTED =
      "proxy: expected none, socks5://host:port or http://host:port, with name:password@ before the"
          + " host where the proxy asks for them (in both, what is no letter or digit as %40)";
  private static final Proxy DEFAULT =
      new Proxy(Proxy.Kind.SOCKS5, new Endpoint("usual.test", 1080), null);

  private final Definitions config = new Definitions(Defaults.CONFIG);
  private final Definitions byDefault = new Definitions(Defaults.CONFIG.by(DEFAULT));

  @ParameterizedTest
  @CsvSource({
    "socks5://proxy.test:1080, SOCKS5, proxy.test, 1080",
    "SOCKS5://Proxy.Test:1080/, SOCKS5, proxy.test, 1080",
    "http://10.0.0.1:3128, HTTP, 10.0.0.1, 3128",
    "http://[2001:db8::1]:3128, HTTP, 2001:db8::1, 3128",
  })
  void aProxyIsAKindAHostAndAPort(String written, Proxy.Kind kind, String host, int port) {
    assertThat(proxy(config, written)).contains(new Proxy(kind, new Endpoint(host, port), null));
  }

  @ParameterizedTest
  @CsvSource({
    "socks5://watch:sesame@p.test:1, watch, sesame",
    "http://watch:p:a/s@s@p.test:1, watch, p:a/s@s",
    "http://w%40tch:%20%25%20@p.test:1, w@tch, ' % '",
  })
  void aLoginStandsInFrontOfTheHost(String written, String name, String password) {
    var login = proxy(config, written).orElseThrow().login().orElseThrow();
    assertThat(login.username()).isEqualTo(name);
    assertThat(login.password()).isEqualTo(new Secret(password));
    assertThat(login.toString()).doesNotContain(password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hush",
        "proxy.test:1080",
        "socks4://hush.test:1080",
        "socks5h://hush.test:1080",
        "https://hush.test:1080",
        "socks5://hush.test",
        "socks5://hush.test:0",
        "socks5://hush.test:65536",
        "socks5://hush@proxy.test:1080",
        "socks5://watch:hush:1080",
        "socks5://:hush@proxy.test:1080",
        "socks5://watch:@proxy.test:1080",
        "socks5://watch:hush%@proxy.test:1080",
        "http://w%3Atch:hush@proxy.test:1080",
        "socks5://watch:hush\u00e9@proxy.test:1080",
        "socks5://watch:hush%0a@proxy.test:1080",
        "socks5://proxy.test:1080/hush",
        "socks5://0x7f.1:1080",
      })
  void whatIsNoneIsRefusedAndNotShown(String written) {
    assertThat(refused("proxy", written)).containsExactly(WANTED);
    assertThatThrownBy(() -> ProxyKeys.flag("socks4://" + written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hush");
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertThat(refused("proxy", 1080)).containsExactly("proxy: expected text: put it in quotes");
  }

  @Test
  void aFlagMayLeaveOutTheScheme() {
    assertThat(ProxyKeys.flag("localhost:1080"))
        .isEqualTo(new Proxy(Proxy.Kind.SOCKS5, new Endpoint("localhost", 1080), null));
    assertThat(ProxyKeys.flag("http://proxy.test:3128").kind()).isEqualTo(Proxy.Kind.HTTP);
  }

  @Test
  void aDefaultHoldsForAllButQuestionsToNameServers() {
    for (String url :
        new String[] {"http://a.test", "https://a.test", "tcp://a.test:1", "tls://a.test:1"}) {
      assertThat(read(byDefault, Map.of("url", url)).check().route().proxy()).contains(DEFAULT);
    }
    assertThat(read(byDefault, Map.of("url", "dns://a.test/b.test")).check().route().proxy())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", " none "})
  void noneTakesTheDefaultAway(String none) {
    assertThat(proxy(byDefault, none)).isEmpty();
    assertThat(read(byDefault, Map.of("url", "dns://a.test/b.test", "proxy", none))).isNotNull();
  }

  @Test
  void theServicesOwnRulesOverTheDefault() {
    assertThat(proxy(byDefault, "http://other.test:3128").orElseThrow().kind())
        .isEqualTo(Proxy.Kind.HTTP);
  }

  @Test
  void theDefaultsNameOneToo() {
    var problems = new Problems();
    var section =
        new Section("defaults", Map.of("proxy", "http://p.test:1"), problems, FileAccess.NONE);
    var defaults = Defaults.CONFIG.but(section);
    section.refuseTheRest();
    assertThat(problems.none()).isTrue();
    assertThat(defaults.proxyOrNull())
        .isEqualTo(new Proxy(Proxy.Kind.HTTP, new Endpoint("p.test", 1), null));
  }

  @Test
  void aQuestionToANameServerGoesByNone() {
    assertThat(
            refused(
                Defaults.CONFIG,
                Map.of("name", "n", "url", "dns://a.test/b.test", "proxy", "socks5://p.test:1")))
        .containsExactly("proxy: a dns:// check goes by no proxy: leave it out");
  }

  @Test
  void aFileMayHoldIt() {
    var definitions =
        new Definitions(Defaults.CONFIG, (_, _) -> Optional.of("http://a:hush@p.test:1"));
    var service = read(definitions, Map.of("url", "http://a.test", "proxy-file", "p"));
    assertThat(service.check().route().proxy().orElseThrow().login()).isPresent();
    assertThat(refused("proxy-file", "/etc/passwd"))
        .containsExactly("proxy-file: a file can be named in the configuration file alone");
  }

  @Test
  void itIsWrittenWithoutItsPasswordAndReadAgainWithIt() {
    var service =
        read(config, Map.of("url", "http://a.test", "proxy", "socks5://w%40tch:a%2Fb%25@p.test:1"));
    assertThat(Statements.brief(service, Showing.REDACTED))
        .containsEntry("proxy", "socks5://w%40tch:***@p.test:1");
    for (var keys :
        new Map<?, ?>[] {
          Statements.brief(service, Showing.REVEALED), Statements.whole(service, Showing.REVEALED)
        }) {
      @SuppressWarnings("unchecked") // a tree of keys
      var tree = (Map<String, ?>) keys;
      assertThat(defined(config, tree)).isEqualTo(service);
    }
    assertThat(service.toString()).doesNotContain("a/b%");
  }

  @Test
  void withoutOneTheStatementSaysSoSinceADefaultMayBeAnother() {
    var service = read(config, Map.of("url", "http://a.test"));
    assertThat(Statements.brief(service, Showing.REDACTED)).containsEntry("proxy", "none");
    assertThat(Statements.whole(service, Showing.REDACTED)).containsEntry("proxy", "none");
    var names = read(config, Map.of("url", "dns://192.0.2.53/a.test"));
    assertThat(Statements.whole(names, Showing.REDACTED)).doesNotContainKey("proxy");
  }

  @Test
  void theMarkKeepsThePasswordForTheSameProxyAlone() {
    var stored =
        read(config, Map.of("url", "http://a.test", "proxy", "socks5://watch:hush@p.test:1"));
    var same = kept(stored, "http://b.test", "socks5://watch:***@p.test:1");
    assertThat(same.problems()).isEmpty();
    assertThat(same.keys()).containsEntry("proxy", "socks5://watch:hush@p.test:1");
    assertThat(same.misled(stored, defined(config, same.keys())))
        .as("the proxy is the same, whatever is behind it")
        .isEmpty();
    for (String other :
        new String[] {
          "socks5://watch:***@evil.test:1",
          "socks5://watch:***@p.test:2",
          "http://watch:***@p.test:1",
          "socks5://other:***@p.test:1"
        }) {
      assertThat(kept(stored, "http://a.test", other).problems()).as(other).hasSize(1);
    }
  }

  @Test
  void otherSecretsAreNotKeptWhenTheWayChanges() {
    var http = Map.of("auth", Map.of("bearer", "t0ken"));
    var stored = read(config, Map.of("url", "http://a.test", "http", http));
    var keys = new HashMap<String, Object>();
    keys.put("name", "n");
    keys.put("url", "http://a.test");
    keys.put("proxy", "http://evil.test:3128");
    keys.put("http", Map.of("auth", Map.of("bearer", "***")));
    var kept = KeptSecrets.of(keys, Optional.of(stored));
    assertThat(kept.misled(stored, defined(config, kept.keys()))).hasSize(1);
  }

  private static KeptSecrets kept(Service stored, String url, String proxy) {
    var keys = new HashMap<String, Object>(Map.of("name", "n", "url", url, "proxy", proxy));
    return KeptSecrets.of(keys, Optional.of(stored));
  }

  private static Optional<Proxy> proxy(Definitions definitions, String written) {
    return read(definitions, Map.of("url", "http://a.test", "proxy", written))
        .check()
        .route()
        .proxy();
  }

  private static Service read(Definitions definitions, Map<String, ?> more) {
    var keys = new HashMap<String, Object>(more);
    keys.put("name", "n");
    return defined(definitions, keys);
  }
}
