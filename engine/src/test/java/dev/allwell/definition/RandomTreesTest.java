package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Problem;
import dev.allwell.model.Source;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever the tree, the answer is a definition: a service, or problems that can be shown.
class RandomTreesTest {
  private static final int TREES = 20_000;
  private static final List<String> KEYS =
      List.of(
          "id",
          "name",
          "url",
          "interval",
          "timeout",
          "retries",
          "retry-backoff",
          "failure-threshold",
          "success-threshold",
          "error-rate-limit",
          "degraded-on",
          "groups",
          "categories",
          "attributes",
          "severity",
          "panic-guide",
          "http",
          "tcp",
          "tls",
          "dns",
          "expect",
          "method",
          "headers",
          "body",
          "redirects",
          "keep-alive",
          "verify-tls",
          "resume",
          "ca",
          "ca-file",
          "certificate",
          "key",
          "server-name",
          "resolver",
          "ip",
          "type",
          "rcode",
          "answers",
          "authority",
          "transport",
          "recursion",
          "send",
          "send-hex",
          "starttls",
          "status",
          "format",
          "auth",
          "basic",
          "bearer",
          "username",
          "password",
          "host",
          "secret-headers",
          "max-body",
          "version",
          "contains",
          "regex",
          "json",
          "$.a[0]");
  private static final List<String> TEXTS =
      List.of(
          "",
          "shop",
          "http://",
          "https://h:1/x?y#z",
          "tcp://h:1",
          "dns://h/n",
          "tls://[::1]:5",
          "5s",
          "30",
          "1m30s",
          "2xx",
          "200-204",
          "GET",
          "post",
          "A",
          "64KiB",
          "1.1",
          "(a{9}",
          "$['a",
          "srv",
          "CAA",
          "TYPE65280",
          "\\# 2 00ff",
          "\"a\\",
          "NS .",
          "SOA",
          "10 mail.test",
          "smtp",
          "((x{1000}){1000})",
          "(?:[a-",
          "auto",
          "monitor",
          "window",
          "prefer-ipv6",
          "[::1]:53",
          "192.0.2.53:5353",
          "-----BEGIN CERTIFICATE-----",
          "\ud800",
          "\u0000",
          "\u202e",
          "\udbff\udfff",
          "a".repeat(9000),
          "\u0301".repeat(200),
          "xn--\u00fc",
          "http://xn--a-\u00fc.\u3002",
          "http://[::%1]",
          "http://\u00ad",
          "dns://\u0130/\u2488");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void noTreeBreaksTheReader() {
    var config = new Definitions(Defaults.CONFIG);
    var register = new Definitions(Defaults.REGISTER);
    int defined = 0;
    for (int i = 0; i < TREES; i++) {
      Map<String, Object> keys = service();
      var definitions = random.nextBoolean() ? config : register;
      try {
        switch (definitions.read(keys, Source.API)) {
          case Definition.Defined _ -> defined++;
          case Definition.Refused refused -> assertShowable(refused.problems());
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", tree " + i + ": " + keys.keySet(), e);
      }
    }
    assertThat(defined).as("good trees by seed %d", seed).isBetween(TREES / 100, TREES - 1);
  }

  @Test
  void noUrlBreaksTheReader() {
    String alphabet =
        "htps:/[]@.%#?&=\\-_a0x1F\u00fc\u3002\uff11\u0000 \ud83d\ude00\u200d\u0130\u00df";
    for (int i = 0; i < TREES; i++) {
      var text =
          new StringBuilder(List.of("http://", "dns://h/", "tcp://[", "").get(random.nextInt(4)));
      random
          .ints(random.nextInt(30), 0, alphabet.length())
          .forEach(c -> text.append(alphabet.charAt(c)));
      try {
        new Definitions(Defaults.CONFIG)
            .read(Map.of("name", "n", "url", text.toString()), Source.API);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  @Test
  void depthDoesNotMatter() {
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    for (String key : KEYS) {
      for (Object value : List.of(deep, endless, Map.of("x", deep))) {
        var keys = new HashMap<String, Object>(Map.of("name", "n", "url", "http://h"));
        keys.put(key, value);
        assertThat(new Definitions(Defaults.CONFIG).read(keys, Source.API))
            .as(key)
            .isInstanceOf(Definition.Refused.class);
      }
    }
  }

  private static void assertShowable(List<Problem> problems) {
    assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(Problems.MOST + 1);
    for (Problem problem : problems) {
      assertThat(problem.toString().length()).isLessThan(600);
      assertThat(problem.toString().codePoints()).allMatch(dev.allwell.model.Identity::isPrintable);
    }
  }

  private Map<String, Object> service() {
    var keys = new LinkedHashMap<String, Object>();
    if (random.nextInt(10) > 0) {
      keys.put("id", "shop");
      keys.put(
          "url",
          List.of("http://h", "https://h/x", "tcp://h:1", "dns://h/n").get(random.nextInt(4)));
      keys.put("name", "shop");
    }
    keys.putAll(map(0));
    return keys;
  }

  private Map<String, Object> map(int depth) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String key = random.nextInt(8) == 0 ? text() : KEYS.get(random.nextInt(KEYS.size()));
      map.put(key, value(depth + 1));
    }
    return map;
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 4 ? 10 : 13)) {
      case 0 -> null;
      case 1 -> random.nextInt(-2, 12);
      case 2 -> random.nextLong();
      case 3 -> random.nextDouble();
      case 4 -> Double.POSITIVE_INFINITY;
      case 5 -> new BigInteger(500, random);
      case 6 -> new BigDecimal(new BigInteger(random.nextInt(300), random), random.nextInt());
      case 7 -> random.nextBoolean();
      case 8, 9 -> text();
      case 10 -> {
        var list = new ArrayList<Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth + 1));
        }
        yield list;
      }
      default -> map(depth);
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
