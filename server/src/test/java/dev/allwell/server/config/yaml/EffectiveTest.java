package dev.allwell.server.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.config.Config;
import dev.allwell.server.config.EnvValues;
import dev.allwell.server.config.Overrides;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds, shown as YAML.
class EffectiveTest {
  private static final String EVERY_KIND =
      """
      defaults: {interval: 20s}
      storage: {retention: {daily: 1000d}}
      services:
        - name: plain
          url: http://shop.test/
        - name: full
          url: https://shop.test/health
          groups: [a, "b: c"]
          attributes: {team: "07", note: "it's $$5, ${X:-really}"}
          ip: ipv6
          resolver: 192.0.2.53
          http: {method: POST, headers: {Accept: text/plain}, version: 2, host: other.test}
          expect:
            status: [200, 3xx, 404-410]
            body: {regex: "a$$", json: {"$.a.b": null, "$.c": 1.5}}
        - {name: resumed, url: "tls://db.test:5432", tls: {resume: true}}
        - {name: talk, url: "tcp://mail.test:25", tcp: {starttls: smtp, expect: "^220 "}}
        - {name: port, url: "tcp://db.test:5432"}
        - {name: names, url: "dns://192.0.2.53/shop.test", dns: {answers: ["192.0.2.1"]}}
        - {name: dot, url: "dns://192.0.2.53/shop.test", dns: {transport: tls, type: 65}}
      """;

  @TempDir private Path folder;

  private Origin origin(String text) throws IOException {
    return Given.origin(Given.file(folder, "allwell.yaml", text), Map.of());
  }

  private String effective(String text) throws IOException {
    return origin(text).effective().orElseThrow();
  }

  private Config config(String text) throws IOException {
    return switch (origin(text).read()) {
      case Reading.Good good -> good.config();
      case Reading.Bad bad -> throw new AssertionError(bad.problems() + "\n" + text);
      case Reading.Unreadable no -> throw new AssertionError(no.why());
    };
  }

  @Test
  void readAgainSaysTheSame() throws IOException {
    var shown = effective(EVERY_KIND);
    assertThat(config(shown)).isEqualTo(config(EVERY_KIND));
    assertThat(effective(shown)).isEqualTo(shown);
  }

  @Test
  void showsWhatVariablesHoldAsItIsTaken() throws IOException {
    var shown =
        effective(
            """
            concurrency: "${NO:-7}"
            services:
              - {name: a, url: "http://shop.test/", retries: "${NO:-3}", groups: ["${NO:-07}"],
                 attributes: {team: "${NO:-1}"}, expect: {status: ["${NO:-204}"]},
                 http: {auth: {bearer: "${NO:-5}"}}}
            """);
    assertThat(shown.lines())
        .map(String::strip)
        .contains("concurrency: 7", "retries: 3", "- '07'", "team: '1'", "- 204", "bearer: '***'");
  }

  @Test
  void hasEveryDefaultFilledIn() throws IOException {
    assertThat(effective("services: [{name: a b, url: \"https://shop.test/\"}]").lines())
        .map(String::strip)
        .contains(
            "listen: 127.0.0.1:4000",
            "trust-loopback: true",
            "daily: forever",
            "- name: a b",
            "id: a-b",
            "interval: 30s",
            "retry-backoff: 500ms",
            "error-rate-limit: 0.2",
            "degraded-on: lifetime",
            "method: GET",
            "redirects: 3",
            "max-body: 64KiB",
            "format: auto",
            "verify-tls: true");
  }

  @Test
  void showsNoSecret() throws IOException {
    var shown =
        effective(
            """
            tokens: [{name: ci, scope: admin, hash: %s}]
            services:
              - name: a
                url: https://shop.test/
                http:
                  auth: {basic: {username: watch, password: s3cret-1}}
                  headers: {Cookie: s3cret-2, Accept: text/plain}
                  secret-headers: {X-Key: s3cret-3}
            """
                .formatted("0a".repeat(32)));
    assertThat(shown).doesNotContain("s3cret").contains("username: watch", "Accept: text/plain");
    assertThat(config(shown).services()).hasSize(1);
  }

  @Test
  void showsNothingThatMayHoldASecretThoughNobodySaidSo() throws IOException {
    var shown =
        effective(
            """
            services:
              - name: hook
                url: https://shop.test/in?token=s3cret-1&x=s3cret-2
                http: {method: POST, body: "s3cret-3"}
                expect: {body: {contains: plain}}
              - {name: talk, url: "tcp://a.test:1", tcp: {send: "s3cret-4"}}
              - {name: bytes, url: "tcp://a.test:1", tcp: {send-hex: "00fe"}}
            """);
    assertThat(shown)
        .doesNotContain("s3cret", "00fe")
        .contains("url: https://shop.test/in?token=***&x=***", "contains: plain");
    assertThat(config(shown).services()).as(shown).hasSize(3);
  }

  @Test
  void keepsTheNameOfAFileInPlaceOfItsSecret() throws IOException {
    Given.file(folder, "token", "s3cret");
    var shown =
        effective(
            "services: [{name: a, url: \"http://a.test/\", http: {auth: {bearer-file: token}}}]");
    assertThat(shown).contains("bearer-file: token").doesNotContain("s3cret");
  }

  @Test
  void ofNothingIsTheDefaults() throws IOException {
    var shown = Origin.nothing(Config.byDefault());
    assertThat(config(shown)).isEqualTo(Config.byDefault());
    assertThat(shown.lines())
        .contains("listen: 127.0.0.1:4000", "data: data", "hosts: []", "tokens: []", "canaries: []")
        .contains("trust-loopback: true", "anonymous-read: false", "services: []")
        .contains("    raw: 7d", "    hourly: 90d", "    daily: forever", "  labels: []");
  }

  @Test
  void hasWhatTheEnvFileSaysWhereTheConfigurationIsSilent() throws IOException {
    var env = Given.file(folder, "env", "API_PORT=4711\nAPI_DOMAIN=a.test\nDB_FILE=my.db\n");
    var base = EnvValues.named(env).values().base();
    var file = Given.file(folder, "allwell.yaml", "hosts: [b.test]");
    var shown = new Origin(file, Map.of(), base, Overrides.NONE).effective().orElseThrow();
    assertThat(shown).contains("listen: 127.0.0.1:4711", "- b.test");
    assertThat(shown).doesNotContain("a.test", "data:");
    assertThat(Origin.nothing(base)).contains("- a.test");
  }
}
