package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Veil;
import dev.allwell.testkit.Authority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeptSecretsTest {
  private static final Map<String, Object> STORED =
      Map.of(
          "name",
          "shop",
          "url",
          "https://shop.test/",
          "http",
          Map.of(
              "auth", Map.of("bearer", "t0ken"),
              "headers", Map.of("Accept", "***", "X-Token", "plain"),
              "secret-headers", Map.of("X-A", "a", "X-B", "b")));

  private static Service read(Map<String, ?> keys) {
    return ((Definition.Defined) new Definitions(Defaults.CONFIG).read(keys, Source.API)).service();
  }

  private static Map<String, Object> with(String url, Map<String, Object> http) {
    return new LinkedHashMap<>(Map.of("name", "shop", "url", url, "http", http));
  }

  private static KeptSecrets kept(Map<String, Object> keys) {
    return KeptSecrets.of(new LinkedHashMap<>(keys), Optional.of(read(STORED)));
  }

  @Test
  void aMarkIsReplacedAndWhatIsNoneStays() {
    var kept =
        kept(
            with(
                "https://shop.test/",
                Map.of(
                    "auth", Map.of("bearer", "***"),
                    "headers", Map.of("X-Token", "***"),
                    "secret-headers", Map.of("X-A", "***", "X-B", "new"))));

    assertThat(kept.problems()).isEmpty();
    assertThat(kept.kept())
        .containsExactlyInAnyOrder(
            "http.auth.bearer", "http.headers.X-Token", "http.secret-headers.X-A");
    assertThat(kept.keys().toString())
        .contains("bearer=t0ken", "X-Token=plain", "X-A=a", "X-B=new");
  }

  @Test
  void aMarkWithoutASecretIsAProblemAndElsewhereATextLikeAnyOther() {
    var keys = with("https://shop.test/", Map.of("secret-headers", Map.of("X-C", "***")));
    keys.put("attributes", Map.of("stars", "***"));

    var kept = kept(keys);

    assertThat(kept.problems())
        .extracting(Problem::path)
        .containsExactly("http.secret-headers.X-C");
    assertThat(kept.keys()).containsEntry("attributes", Map.of("stars", "***"));
  }

  @Test
  void bytesThatAreMeantToBeStoredAndAreNotAreAProblemToo() {
    var keys =
        new LinkedHashMap<String, Object>(Map.of("name", "mail", "url", "tcp://mail.test:9"));
    keys.put("tcp", Map.of("send-hex", "***"));

    assertThat(KeptSecrets.of(new LinkedHashMap<>(keys), Optional.empty()).problems())
        .extracting(Problem::path, Problem::message)
        .containsExactly(
            tuple("tcp.send-hex", "\"***\" stands for a secret that is stored, and there is none"));
  }

  @Test
  void whateverIsHiddenWhollyIsKnownToBeSo() {
    var own = new Authority().forClient("CN=watch");
    var tls = Map.of("certificate", own.pem(), "key", own.keyPem());
    var http = new LinkedHashMap<String, Object>(Map.of("method", "POST", "body", "b0dy"));
    http.put("headers", Map.of("X-Token", "t0ken"));
    http.put("secret-headers", Map.of("X-A", "a"));
    var hidden = new TreeSet<String>();
    for (var auth :
        List.of(
            Map.of("bearer", "t0ken"),
            Map.of("basic", Map.of("username", "watch", "password", "s3cret")))) {
      http.put("auth", auth);
      var keys = with("https://shop.test/?key=k3y", http);
      keys.put("tls", tls);
      keys.put("proxy", "http://me:s3cret@proxy.test:3128");
      note(keys, hidden);
    }
    for (var what : List.of(Map.of("send", "hush"), Map.of("send-hex", "00ff"))) {
      note(Map.of("name", "mail", "url", "tcp://mail.test:9", "tcp", what), hidden);
    }

    assertThat(hidden)
        .containsExactly(
            "http.auth.basic.password",
            "http.auth.bearer",
            "http.body",
            "http.headers.X-Token",
            "http.secret-headers.X-A",
            "tcp.send",
            "tcp.send-hex",
            "tls.key")
        .allMatch(Veil::covers);
  }

  /// Which keys of a statement are the mark and nothing else.
  private static void note(Map<String, Object> keys, Set<String> hidden) {
    note("", Statements.brief(read(keys), Showing.VEILED), hidden);
  }

  private static void note(String path, Map<?, ?> shown, Set<String> hidden) {
    shown.forEach((key, value) -> {
      var place = path.isEmpty() ? String.valueOf(key) : path + "." + key;
      if (value instanceof Map<?, ?> below) {
        note(place, below, hidden);
      } else if (Showing.MARK.equals(value)) {
        hidden.add(place);
      }
    });
  }

  @Test
  void nothingIsStoredOfANewService() {
    var keys = with("https://shop.test/", Map.of("auth", Map.of("bearer", "***")));

    assertThat(KeptSecrets.of(new LinkedHashMap<>(keys), Optional.empty()).problems()).hasSize(1);
  }

  @Test
  void whoKeepsNothingMayGoAnywhere() {
    var keys = with("https://other.test/", Map.of("auth", Map.of("bearer", "new")));

    var kept = kept(keys);

    assertThat(kept.misled(read(STORED), read(keys))).isEmpty();
  }

  @Test
  void whatIsKeptStaysWithItsTarget() {
    var http = Map.<String, Object>of("auth", Map.of("bearer", "***"));
    for (var url :
        new String[] {"https://other.test/", "https://shop.test:444/", "http://shop.test:443/"}) {
      var kept = kept(with(url, http));
      var after = read(with(url, Map.of("auth", Map.of("bearer", "t0ken"))));

      assertThat(kept.misled(read(STORED), after))
          .as(url)
          .extracting(Problem::path)
          .containsExactly("http.auth.bearer");
    }
    var sameHost = kept(with("https://shop.test/other?x", http));
    assertThat(
            sameHost.misled(
                read(STORED),
                read(with("https://shop.test/other?x", Map.of("auth", Map.of("bearer", "t0ken"))))))
        .isEmpty();
  }
}
