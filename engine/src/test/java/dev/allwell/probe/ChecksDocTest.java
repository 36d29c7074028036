package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.definition.FileAccess;
import dev.allwell.definition.KnownKeys;
import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Reason;
import dev.allwell.model.Source;
import dev.allwell.model.StartTls;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.ForwardProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example of docs/checks.md does what the page says, each key is shown there, and each
/// reason told.
@ExtendWith(LogWatch.class)
class ChecksDocTest {
  private static final Path PAGE = Path.of("..", "docs", "checks.md");
  private static final Pattern URL =
      Pattern.compile("([a-z]+)://(\\[[^]]*]|[^/:]+)(?::[0-9]+)?(.*)");
  private static final Duration SHORT = Duration.ofMillis(500);

  /// Who we are where a server asks.
  private static final Certificate MONITOR = TestLane.AUTHORITY.forName("monitor.test");

  /// Files that an example names: authorities, our certificate and its key, all else is a secret.
  private static final FileAccess FILES = (path, _) -> Optional.of(file(path));

  private final TestLane lane = new TestLane();
  private final ForwardProxy open = ForwardProxy.open().knowing("*.test", "127.0.0.1");
  private final ForwardProxy strict =
      ForwardProxy.demanding("watch", "open sesame").knowing("*.test", "127.0.0.1");

  static List<DocExample> examples() throws Exception {
    return DocExample.of(PAGE);
  }

  @AfterEach
  void stop() {
    lane.close();
    open.close();
    strict.close();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleDoesWhatItSays(DocExample example) {
    lane.names.with("*.test", DnsRecord.address("127.0.0.1", 30));
    for (Map<String, Object> service : example.services()) {
      assertEnds(example, service, example.behaviour(), reason(example.reason()));
      for (DocExample.Also also : example.alsos()) {
        assertEnds(example, service, also.behaviour(), reason(also.reason()));
      }
    }
  }

  @Test
  void thereAreExamplesOfEveryKind() throws Exception {
    assertThat(examples()).extracting(DocExample::kind).contains("http", "https", "tcp", "dns");
  }

  @Test
  void everyKeyIsInAnExample() throws Exception {
    Set<String> known = new TreeSet<>();
    Set<String> shown = new TreeSet<>();
    for (DocExample example : examples()) {
      for (Map<String, Object> service : example.services()) {
        known.addAll(KnownKeys.askedFor(service, Defaults.CONFIG, FILES));
        addPaths(service, "", shown);
      }
    }
    known.removeAll(shown);
    known.removeIf(key -> shown.contains(key + "-file"));
    assertThat(known).as("keys without an example in %s", PAGE).isEmpty();
  }

  /// A member of a choice without an example is one that nobody saw at work.
  @Test
  void everyChoiceIsInAnExample() throws Exception {
    assertThat(shown("dns.type"))
        .containsAll(DnsCheck.Type.named().stream().map(DnsCheck.Type::toString).toList())
        .anyMatch(type -> type.matches("(TYPE)?[0-9]+"));
    assertThat(shown("dns.transport")).containsAll(words(DnsCheck.Transport.values()));
    assertThat(shown("tcp.starttls"))
        .containsAll(Arrays.stream(StartTls.values()).map(StartTls::word).toList());
    assertThat(shown("ip")).containsAll(words(IpChoice.values()));
    assertThat(shown("expect.format")).containsAll(words(HttpCheck.Format.values()));
    assertThat(shown("http.version")).contains("1.1", "2", "auto");
    assertThat(shown("http.keep-alive")).contains("true", "false");
    assertThat(shown("tls.resume")).contains("true");
  }

  private static Set<String> words(Enum<?>[] choices) {
    return Arrays.stream(choices)
        .map(choice -> choice.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.toSet());
  }

  /// The values that a key has in examples.
  private static Set<String> shown(String key) throws Exception {
    var values = new TreeSet<String>();
    for (DocExample example : examples()) {
      for (Map<String, Object> service : example.services()) {
        values.add(at(service, key));
      }
    }
    return values;
  }

  /// What a service says under a path; empty when nothing.
  private static String at(Map<String, Object> service, String path) {
    Object at = service;
    for (String part : path.split("\\.")) {
      Object below = at instanceof Map<?, ?> map ? map.get(part) : "";
      at = below == null ? "" : below;
    }
    return String.valueOf(at);
  }

  @Test
  void everyReasonIsTold() throws Exception {
    String page = Files.readString(PAGE) + Files.readString(PAGE.resolveSibling("self-faults.md"));
    assertThat(Reason.values()).allMatch(reason -> page.contains("`" + reason.code() + "`"));
  }

  private void assertEnds(
      DocExample example, Map<String, Object> service, String behaviour, Reason reason) {
    Matcher url = URL.matcher(String.valueOf(service.get("url")));
    assertThat(url.matches()).as("a url: %s", service.get("url")).isTrue();
    Check check = read(service);
    boolean address = url.group(2).matches("[0-9.]+|\\[.*");
    String host = address ? "127.0.0.1" : url.group(2);
    boolean asked = example.kind().equals("tcp as asked");
    String kind = asked ? "tcp" : example.kind();
    String does = asked ? "starttls " + at(service, "tcp.starttls") : behaviour;
    try (var target = DocTarget.start(kind, does, host)) {
      var here = new LinkedHashMap<>(service);
      here.put("url", url.group(1) + "://" + host + ":" + target.port() + url.group(3));
      here.computeIfPresent("resolver", (_, _) -> "127.0.0.1:" + lane.names.port());
      here.computeIfPresent("proxy", (_, written) -> running(String.valueOf(written)));
      if (here.remove("proxy-file") instanceof String path) {
        here.put("proxy", running(file(path)));
      }
      int passed = open.asked().size() + strict.asked().size();
      Attempt attempt = lane.outlast(read(here), reason.timedOut() ? SHORT : TestLane.LONG, reason);
      assertThat(attempt.reason())
          .as("%s, the target %s: %s", service.get("name"), behaviour, attempt.detail())
          .isEqualTo(reason);
      boolean proxied = here.containsKey("proxy") && !"none".equals(here.get("proxy"));
      assertThat(open.asked().size() + strict.asked().size() > passed)
          .as("%s goes by way of a proxy", service.get("name"))
          .isEqualTo(proxied);
      if (check instanceof HttpCheck http && http.conduct().keepAlive()) {
        assertReuses(target, read(here));
      }
    }
  }

  /// The same proxy, at the port of one that runs here.
  private String running(String written) {
    ForwardProxy proxy = written.contains("@") ? strict : open;
    return written.replaceFirst(":[0-9]+$", ":" + proxy.port());
  }

  /// Connections are kept; one whose attempt was void is closed, and the next is made afresh.
  private void assertReuses(DocTarget target, Check check) {
    boolean reused = false;
    for (int i = 0; i < 10 && !reused; i++) {
      int before = target.accepted().getAsInt();
      reused = lane.probe(check).reason() == Reason.OK && target.accepted().getAsInt() == before;
    }
    assertThat(reused).as("a connection is reused").isTrue();
  }

  private static Check read(Map<String, Object> service) {
    return switch (new Definitions(Defaults.CONFIG, FILES).read(service, Source.FILE)) {
      case Definition.Defined good -> good.service().check();
      case Definition.Refused bad -> throw new AssertionError("refused: " + bad.problems());
    };
  }

  private static void addPaths(Map<?, ?> map, String prefix, Set<String> to) {
    map.forEach((key, value) -> {
      to.add(prefix + key);
      if (value instanceof Map<?, ?> below) {
        addPaths(below, prefix + key + ".", to);
      }
    });
  }

  private static Reason reason(String code) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such reason: " + code));
  }

  private static String file(String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "ca.pem" -> authority();
      case "monitor.pem" -> MONITOR.pem();
      case "monitor.key" -> MONITOR.keyPem();
      case "proxy" -> "socks5://watch:open%20sesame@proxy.test:1080";
      default -> "s3cret";
    };
  }

  private static String authority() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(TestLane.AUTHORITY.root().getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
