package dev.allwell.server.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.ProxyKeys;
import dev.allwell.egress.Policy;
import dev.allwell.egress.Prefix;
import dev.allwell.history.Retention;
import dev.allwell.model.Category;
import dev.allwell.model.Conventions;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.JsonScalar;
import dev.allwell.model.Proxy;
import dev.allwell.model.Schedule;
import dev.allwell.model.Secret;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.access.ConfiguredToken;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Trust;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.MetricsSettings;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.Settings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  private static final String HASH = "0a".repeat(32);

  @TempDir private Path folder;

  private Config read(String text) throws IOException {
    return read(text, Map.of());
  }

  private Config read(String text, Map<String, String> environment) throws IOException {
    return Given.good(Given.file(folder, "allwell.yaml", text), environment);
  }

  private List<String> problems(String text) throws IOException {
    return Given.problems(Given.file(folder, "allwell.yaml", text));
  }

  private static Service only(Config config) {
    assertThat(config.services()).hasSize(1);
    return config.services().getFirst();
  }

  @Test
  void everyKeyOfTheServerIsRead() throws IOException {
    Given.file(folder, "ci.hash", "" + HASH + "\n");
    var config =
        read(
            """
            listen: "[::1]:4001"
            data: /var/lib/allwell
            concurrency: 500
            canaries: ["192.0.2.1:443"]
            egress: {profile: Public, floor: {allow: [169.254.169.254, FE80::/10]}}
            trust-loopback: false
            anonymous-read: true
            hosts: [Watch.test]
            tokens: [{name: ci, scope: write, hash-file: ci.hash}]
            metrics: {default: json, labels: [team]}
            storage: {retention: {raw: 3d, hourly: forever, daily: forever}}
            """);
    assertThat(config.settings().listen()).isEqualTo(new Address("::1", 4001));
    assertThat(config.settings().storage().data()).isEqualTo(Path.of("/var/lib/allwell"));
    assertThat(config.settings().concurrency()).isEqualTo(500);
    assertThat(config.settings().canaries()).containsExactly(new Endpoint("192.0.2.1", 443));
    assertThat(config.settings().outward().policy())
        .isEqualTo(
            new Policy(
                Policy.Profile.PUBLIC,
                List.of(Prefix.parse("169.254.169.254"), Prefix.parse("fe80::/10"))));
    var token = new ConfiguredToken("ci", Scope.WRITE, HASH);
    assertThat(config.settings().trust())
        .isEqualTo(new Trust(false, true, Set.of("watch.test"), List.of(token)));
    assertThat(config.metrics()).isEqualTo(new MetricsSettings(true, List.of("team")));
    assertThat(config.settings().storage().retention())
        .isEqualTo(new Retention(Duration.ofDays(3), Retention.FOREVER, Retention.FOREVER));
  }

  @Test
  void aKeyThatIsNotThereHasItsDefault() throws IOException {
    assertThat(read("services: []")).isEqualTo(Config.byDefault());
  }

  @Test
  void theLedgerIsAFileOfTheFolderOrAnywhere() throws IOException {
    var named = read("{data: /var/lib/x, storage: {url: \"sqlite:allwell.db\"}}");
    assertThat(named.settings().storage().ledger()).contains(Path.of("/var/lib/x/allwell.db"));
    assertThat(named.settings().storage().in(Path.of("/y")).ledger())
        .contains(Path.of("/y/allwell.db"));
    var anywhere = read("{data: /var/lib/x, storage: {url: \"sqlite:/srv/a.db\"}}");
    assertThat(anywhere.settings().storage().ledger()).contains(Path.of("/srv/a.db"));
    assertThat(anywhere.settings().storage().in(Path.of("/y")).ledger()).isEmpty();
    var usual = read("{storage: {url: \"sqlite:ledger.db\"}}");
    assertThat(usual).isEqualTo(Config.byDefault());
  }

  @Test
  void aFlagRulesItsKey() throws IOException {
    var file = Given.file(folder, "allwell.yaml", "{listen: \"127.0.0.1:1\", concurrency: 7}");
    var flags =
        new Overrides(
            Address.parse("127.0.0.1:2"), null, null, List.of(), Overrides.Trusted.NOBODY_MORE);
    var reading = new Origin(file, Map.of(), Config.byDefault(), flags).read();
    var settings = ((Reading.Good) reading).config().settings();
    assertThat(settings.listen().port()).isEqualTo(2);
    assertThat(settings.concurrency()).isEqualTo(7);
  }

  @Test
  void theFlagOfAProxyRulesTheDefaultAndNoServiceThatSaysOtherwise() throws IOException {
    var file =
        Given.file(
            folder,
            "allwell.yaml",
            """
            defaults: {proxy: "http://file.test:3128"}
            services:
              - {name: usual, url: "tcp://a.test:1"}
              - {name: straight, url: "tcp://a.test:1", proxy: none}
              - {name: own, url: "tcp://a.test:1", proxy: "http://own.test:3128"}
              - {name: names, url: "dns://192.0.2.53/a.test"}
            """);
    assertThat(proxies(file, Overrides.NONE))
        .containsExactly("http://file.test:3128", "", "http://own.test:3128", "");
    var flags =
        new Overrides(
            null,
            null,
            null,
            List.of(),
            Overrides.Trusted.NOBODY_MORE,
            new Overrides.Beyond(
                Overrides.Graphed.AS_IT_IS,
                Overrides.Etcd.AS_IT_IS,
                ProxyKeys.flag("flag.test:1080")));
    assertThat(proxies(file, flags))
        .containsExactly("socks5://flag.test:1080", "", "http://own.test:3128", "");
  }

  private static List<String> proxies(Path file, Overrides flags) {
    var reading = new Origin(file, Map.of(), Config.byDefault(), flags).read();
    return ((Reading.Good) reading)
        .config().services().stream()
            .map(service -> service.check().route().proxy().map(Proxy::origin).orElse(""))
            .toList();
  }

  @Test
  void concurrencyTakesTheWordAuto() throws IOException {
    var file = Given.file(folder, "allwell.yaml", "concurrency: auto");
    var usual = Settings.byDefault();
    var seven = new Settings(usual.listen(), usual.storage().data(), 7, usual.canaries());

    var reading = new Origin(file, Map.of(), Config.of(seven), Overrides.NONE).read();

    var settings = ((Reading.Good) reading).config().settings();
    assertThat(settings.concurrency()).isEqualTo(Settings.autoConcurrency()).isNotEqualTo(7);
  }

  @Test
  void aServiceHasTheDefaultsOfTheFileUnlessItSaysOtherwise() throws IOException {
    var config =
        read(
            """
            services:
              - {name: one, url: "http://shop.test/"}
              - {name: two, url: "http://shop.test/", interval: 5s}
            defaults: {interval: 1m, retries: 0}
            """);
    assertThat(config.services())
        .extracting(Service::schedule)
        .containsExactly(
            new Schedule(Duration.ofMinutes(1), Duration.ofSeconds(5), 0, Duration.ofMillis(500)),
            new Schedule(Duration.ofSeconds(5), Duration.ofSeconds(5), 0, Duration.ofMillis(500)));
    assertThat(config.services()).allMatch(service -> service.source() == Source.FILE);
  }

  @Test
  void jsonIsYaml() throws IOException {
    assertThat(
            only(read("{\"services\": [{\"name\": \"one\", \"url\": \"tcp://a.test:1\"}]}")).id())
        .isEqualTo("one");
  }

  @Test
  void aFileThatIsNotThereCannotBeRead() {
    assertThat(Given.origin(folder.resolve("no.yaml"), Map.of()).read())
        .isEqualTo(
            new Reading.Unreadable(
                "cannot read " + folder.resolve("no.yaml") + ": there is no such file"));
  }

  @Test
  void whatIsNotUtf8IsRefused() throws IOException {
    var file = folder.resolve("allwell.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThat(Given.problems(file)).containsExactly(file + ":1:1: is not UTF-8");
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    assertThat(read("\ufeffservices: []").services()).isEmpty();
  }

  @Nested
  class TheEnvironment {
    private String team(String written, Map<String, String> environment) throws IOException {
      var config =
          read(
              "services: [{name: a, url: \"tcp://a.test:1\", attributes: {team: \"%s\"}}]"
                  .formatted(written),
              environment);
      return only(config).labels().attributes().getOrDefault("team", "");
    }

    @Test
    void standsInValues() throws IOException {
      assertThat(team("the ${TEAM}s", Map.of("TEAM", "goat"))).isEqualTo("the goats");
      assertThat(team("${A}${B}", Map.of("A", "1", "B", "2"))).isEqualTo("12");
    }

    @Test
    void hasDefaultsForWhatIsUnsetOrEmpty() throws IOException {
      assertThat(team("${TEAM:-none}", Map.of())).isEqualTo("none");
      assertThat(team("${TEAM:-none}", Map.of("TEAM", ""))).isEqualTo("none");
      assertThat(team("${TEAM:-}", Map.of())).isEmpty();
      assertThat(team("${TEAM:-a:-b}", Map.of())).isEqualTo("a:-b");
    }

    @Test
    void isNotLookedThroughAgain() throws IOException {
      assertThat(team("${A}", Map.of("A", "${B}", "B", "x"))).isEqualTo("${B}");
    }

    @Test
    void leavesDollarsAlone() throws IOException {
      assertThat(team("$$", Map.of())).isEqualTo("$");
      assertThat(team("$${TEAM}", Map.of())).isEqualTo("${TEAM}");
      assertThat(team("^a$ costs $5", Map.of())).isEqualTo("^a$ costs $5");
    }

    @Test
    void isNotInKeys() throws IOException {
      var config =
          read(
              "services: [{name: a, url: \"tcp://a.test:1\", attributes: {\"${TEAM}\": x}}]",
              Map.of("TEAM", "y"));
      assertThat(only(config).labels().attributes()).containsOnlyKeys("${TEAM}");
    }

    @Test
    void maySayANumberWhereThereAreNoQuotes() throws IOException {
      var config =
          read(
              "services:\n  - name: a\n    url: tcp://a.test:1\n    retries: ${RETRIES}\n",
              Map.of("RETRIES", "7"));
      assertThat(only(config).schedule().retries()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{name: a, url: 'tcp://a.test:1', retries: '${R}'} | 7",
          "{name: a, url: 'tcp://a.test:1', retries: \"${R}\"} | 7",
          "{name: a, url: 'tcp://a.test:1', retries: '${NO:-3}'} | 3",
          "{name: a, url: 'tcp://a.test:1', retries: '${EMPTY:-}'} | 2",
        },
        quoteCharacter = '`')
    void maySayANumberInQuotesToo(String service, int retries) throws IOException {
      var config = read("services: [" + service + "]", Map.of("R", "7", "EMPTY", ""));
      assertThat(only(config).schedule().retries()).isEqualTo(retries);
    }

    @Test
    void maySayAnythingThatIsNotText() throws IOException {
      var config =
          read(
              """
              concurrency: "${N}"
              trust-loopback: "${NO}"
              defaults: {error-rate-limit: "${SHARE}"}
              services:
                - {name: web, url: "https://a.test/", http: {verify-tls: "${NO}", redirects: "${N}",
                    version: "${N}"}, expect: {status: ["${STATUS}", "${SOME}"]}}
                - {name: names, url: "dns://192.0.2.1/a.test", dns: {type: "${TYPE}"}}
              """,
              Map.of(
                  "N", "2", "NO", "false", "SHARE", "0.5", "STATUS", "304", "SOME", "2xx", "TYPE",
                  "65"));
      assertThat(config.settings().concurrency()).isEqualTo(2);
      assertThat(config.settings().trust().loopback()).isFalse();
      var same =
          read(
              """
              concurrency: 2
              trust-loopback: false
              defaults: {error-rate-limit: 0.5}
              services:
                - {name: web, url: "https://a.test/", http: {verify-tls: false, redirects: 2,
                    version: 2}, expect: {status: [304, 2xx]}}
                - {name: names, url: "dns://192.0.2.1/a.test", dns: {type: 65}}
              """);
      assertThat(config).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "true", "null", "~", "1e5", "0x1f", ".inf", ""})
    void staysTextWhereTextIsTaken(String held) throws IOException {
      assertThat(team("${TEAM}", Map.of("TEAM", held))).isEqualTo(held);
      var config =
          read(
              """
              services:
                - name: a
                  url: http://a.test/
                  http: {auth: {bearer: "${TOKEN}"}}
                  expect: {body: {json: {"$.a": "${HELD}"}}}
              """,
              Map.of("TOKEN", held.isEmpty() ? "x" : held, "HELD", held));
      var http = (HttpCheck) only(config).check();
      assertThat(http.request().auth())
          .isEqualTo(new HttpAuth.Bearer(new Secret(held.isEmpty() ? "x" : held)));
      assertThat(http.expect().body().json().values()).containsExactly(new JsonScalar.Text(held));
    }

    @Test
    void withoutQuotesStaysTextWhereTextIsTakenAndIsANumberWhereAnythingIs() throws IOException {
      var config =
          read(
              """
              services:
                - name: a
                  url: http://a.test/
                  attributes:
                    team: ${N}
                  http:
                    auth:
                      bearer: ${N}
                  expect:
                    body:
                      json:
                        "$.a": ${N}
              """,
              Map.of("N", "0123"));
      assertThat(only(config).labels().attributes()).isEqualTo(Map.of("team", "0123"));
      var http = (HttpCheck) only(config).check();
      assertThat(http.request().auth()).isEqualTo(new HttpAuth.Bearer(new Secret("0123")));
      assertThat(http.expect().body().json().values())
          .containsExactly(new JsonScalar.Numeric(new BigDecimal("123")));
    }

    @Test
    void hasDollarsInDefaultsToo() throws IOException {
      assertThat(team("${NO:-a$$b}", Map.of())).isEqualTo("a$b");
      assertThat(team("${NO:-$$$$}", Map.of())).isEqualTo("$$");
      assertThat(team("${NO:-a$b}", Map.of())).isEqualTo("a$b");
      assertThat(team("${NO:-$${X}", Map.of())).isEqualTo("${X");
    }

    @Test
    void mayNameAFileThatHoldsTheValue() throws IOException {
      Given.file(folder, "team.secret", "goats\n");
      assertThat(team("the ${TEAM}", Map.of("TEAM_FILE", "team.secret"))).isEqualTo("the goats");
      assertThat(team("${TEAM:-x}", Map.of("TEAM", "", "TEAM_FILE", "team.secret")))
          .isEqualTo("goats");
      assertThat(team("${TEAM:-x}", Map.of("TEAM_FILE", ""))).isEqualTo("x");
      var file = Given.file(folder, "allwell.yaml", "hosts: [\"${HOST}\"]");
      Given.file(folder, "host", "watch.test");
      var environment = Map.of("HOST_FILE", folder.resolve("host").toString());
      var before = (Reading.Good) Given.origin(file, environment).read();
      assertThat(before.config().settings().trust().hosts()).containsExactly("watch.test");
      assertThat(before.files()).contains(folder.resolve("host"));
      Given.file(folder, "host", "other.test");
      var after = (Reading.Good) Given.origin(file, environment).read();
      assertThat(after.content()).isNotEqualTo(before.content());
    }

    @Test
    void tellsWhatIsWrongWithAFileThatItNames() throws IOException {
      var file = Given.file(folder, "allwell.yaml", "hosts: [\"${A}\"]\nlisten: \"${B:-x}\"\n");
      var environment = Map.of("A_FILE", "gone", "B", "127.0.0.1:1", "B_FILE", "gone");
      var reading = (Reading.Bad) Given.origin(file, environment).read();
      assertThat(reading.problems())
          .containsExactly(
              file + ":1:9: hosts[0]: the variable A_FILE: there is no such file",
              file + ":2:9: listen: expected one of the variables B and B_FILE, got both");
      assertThat(reading.files()).contains(folder.resolve("gone"));
    }

    @Test
    void cannotBringKeysWithIt() throws IOException {
      var config =
          read(
              "services:\n  - name: a\n    url: tcp://a.test:1\n    attributes:\n      team: ${TEAM}\n",
              Map.of("TEAM", "x, owner: y"));
      assertThat(only(config).labels().attributes()).isEqualTo(Map.of("team", "x, owner: y"));
    }
  }

  @Nested
  class WhatServicesAreForTogether {
    @Test
    void isReadWithTheDefaultsOfEachKey() throws IOException {
      var stated =
          read("""
          categories:
            read: {period: 15s, resilient: true, sticky: true, enabled: false}
            write:
          cluster-ack: moving
          services:
            - {name: shop, url: "http://shop.test/", categories: [read], ack: known}
          """)
              .stated();

      assertThat(stated.categories())
          .containsExactly(
              new Category("read", Source.FILE, Duration.ofSeconds(15), true, true, false),
              new Category("write", Source.FILE, null, false, false, true));
      assertThat(stated.ack()).isEqualTo("moving");
      assertThat(stated.services().getFirst().labels().ack()).isEqualTo("known");
    }

    @Test
    void isNothingUnlessSomethingIsSaid() throws IOException {
      var stated = read("services: []").stated();

      assertThat(stated.categories()).isEmpty();
      assertThat(stated.ack()).isEmpty();
    }

    @Test
    void followsTheConventionsOfTheSite() throws IOException {
      assertThat(read("services: []").conventions()).isEqualTo(Conventions.USUAL);
      assertThat(read("instance-suffix: '@[a-z]+'\nmost-severe: [shop, Till]").conventions())
          .isEqualTo(new Conventions("@[a-z]+", Set.of("shop", "Till")));
    }

    @Test
    void comesFromSeveralFilesOfAFolder() throws IOException {
      Given.file(folder, "a.yaml", "categories: {read: {resilient: true}}");
      Given.file(folder, "b.yaml", "categories: {read: {sticky: true}, write: {}}");

      var stated = Given.good(folder, Map.of()).stated();

      assertThat(stated.categories())
          .containsExactly(
              new Category("read", Source.FILE, null, true, true, true),
              new Category("write", Source.FILE, null, false, false, true));
    }
  }

  @Nested
  class Anchors {
    @Test
    void areWrittenOut() throws IOException {
      var config =
          read(
              """
              services:
                - {name: one, url: "http://shop.test/", groups: &g [a, b]}
                - {name: two, url: "http://shop.test/", groups: *g}
              """);
      assertThat(config.services()).allMatch(s -> s.labels().groups().equals(List.of("a", "b")));
    }

    @Test
    void areMergedWithoutReplacingWhatIsWritten() throws IOException {
      var config =
          read(
              """
              services:
                - &base {name: one, url: "http://shop.test/", interval: 10s, timeout: 2s}
                - &other {name: two, url: "http://till.test/", interval: 20s, retries: 9}
                - interval: 40s
                  <<: [*base, *other]
                  name: three
              """);
      var three = config.services().getLast();
      assertThat(three.name()).isEqualTo("three");
      assertThat(three.url()).isEqualTo("http://shop.test/");
      assertThat(three.schedule())
          .isEqualTo(
              new Schedule(
                  Duration.ofSeconds(40), Duration.ofSeconds(2), 9, Duration.ofMillis(500)));
    }

    @Test
    void mayNotHoldThemselves() throws IOException {
      assertThat(problems("services: &s [*s]"))
          .singleElement()
          .asString()
          .endsWith(":1:15: services[0]: the alias *s has no anchor before it");
    }

    @Test
    void belongToTheirFile() throws IOException {
      Given.file(folder, "a.yaml", "services: [{name: one, url: &u \"http://shop.test/\"}]");
      Given.file(folder, "b.yaml", "services: [{name: two, url: *u}]");
      assertThat(Given.problems(folder))
          .containsExactly(
              folder.resolve("b.yaml")
                  + ":1:29: services[0].url: the alias *u has no anchor before"
                  + " it");
    }
  }

  @Nested
  class AFolder {
    @Test
    void appendsListsAndPutsSectionsTogether() throws IOException {
      Given.file(folder, "1.yaml", "services: [{name: a, url: \"tcp://a.test:1\"}]\ndata: x\n");
      Given.file(folder, "2.yml", "defaults: {retries: 1}\n");
      Given.file(
          folder,
          "3.yaml",
          "services: [{name: b, url: \"tcp://b.test:1\"}]\ndefaults: {timeout: 1s}\n");
      Given.file(folder, ".hidden.yaml", "nonsense");
      Given.file(folder, "README.md", "nonsense");
      var config = Given.good(folder, Map.of());
      assertThat(config.services()).extracting(Service::id).containsExactly("a", "b");
      assertThat(config.defaults().schedule().retries()).isEqualTo(1);
      assertThat(config.defaults().schedule().timeout()).isEqualTo(Duration.ofSeconds(1));
      assertThat(config.settings().storage().data()).isEqualTo(Path.of("x"));
    }

    @Test
    void setsAScalarOnce() throws IOException {
      Given.file(folder, "1.yaml", "defaults: {retries: 1}\nlisten: \"127.0.0.1:1\"\n");
      Given.file(folder, "2.yaml", "defaults: {retries: 1}\nlisten: \"127.0.0.1:1\"\n");
      assertThat(Given.problems(folder))
          .containsExactly(
              folder.resolve("2.yaml")
                  + ":1:12: defaults.retries: is set already in "
                  + folder.resolve("1.yaml")
                  + ":1:12",
              folder.resolve("2.yaml")
                  + ":2:1: listen: is set already in "
                  + folder.resolve("1.yaml")
                  + ":2:1");
    }

    @Test
    void countsServicesInTheirFile() throws IOException {
      Given.file(folder, "1.yaml", "services: [{name: a, url: \"tcp://a.test:1\"}]\n");
      Given.file(folder, "2.yaml", "services: [{name: b, url: \"tcp://b.test\"}]\n");
      assertThat(Given.problems(folder))
          .containsExactly(
              folder.resolve("2.yaml")
                  + ":1:22: services[0].url: names no port: expected tcp://host:port");
    }

    @Test
    void tellsWhatIsWrongInAllOfItsFiles() throws IOException {
      Given.file(folder, "1.yaml", "services: [{name: a, url: \"tcp://a.test\"}]\n");
      Given.file(folder, "2.yaml", "services: [\n");
      Given.file(folder, "3.yaml", "servces: []\n");
      assertThat(Given.problems(folder)).hasSize(3);
    }

    @Test
    void withoutFilesIsRefused() {
      assertThat(Given.problems(folder))
          .containsExactly(folder + ":1:1: holds no file *.yaml or *.yml");
    }
  }

  @Nested
  class Secrets {
    @Test
    void areReadFromFilesBesideTheConfiguration() throws IOException {
      Given.file(folder, "token", "s3cret\n");
      var config =
          read(
              "services: [{name: a, url: \"http://a.test/\", http: {auth: {bearer-file: token}}}]");
      assertThat(((HttpCheck) only(config).check()).request().auth())
          .isEqualTo(new HttpAuth.Bearer(new Secret("s3cret")));
    }

    @Test
    void changeWhatWasRead() throws IOException {
      Given.file(folder, "token", "one");
      var file =
          Given.file(
              folder,
              "allwell.yaml",
              "services: [{name: a, url: \"http://a.test/\", http: {auth: {bearer-file: token}}}]");
      var before = (Reading.Good) Given.origin(file, Map.of()).read();
      Given.file(folder, "token", "two");
      var after = (Reading.Good) Given.origin(file, Map.of()).read();
      assertThat(before.files()).containsExactly(file, folder.resolve("token"));
      assertThat(before.content()).isNotEqualTo(after.content());
    }

    @Test
    void areInNoMessage() throws IOException {
      assertThat(
              problems(
                  "services: [{name: a, url: \"http://a.test/\","
                      + " http: {auth: {bearer: \"open sesame\"}}}]"))
          .allMatch(problem -> !problem.contains("sesame"));
    }
  }
}
