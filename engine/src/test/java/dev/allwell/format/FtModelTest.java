package dev.allwell.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The reader of FT health documents agrees with the rule as one would say it of a tree.
class FtModelTest {
  private static final int DOCUMENTS = 20_000;
  private static final FtDocument READER = new FtDocument(FtDocument.Limits.DEFAULT);
  private static final String PREFIX = "no FT health document: ";

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void itAgreesWithTheRule() {
    System.out.println("seed " + seed);
    var kinds = new HashMap<FtFinding.Kind, Integer>();
    for (int i = 0; i < DOCUMENTS; i++) {
      var document = document();
      String body = written(document);
      byte[] bytes = body.getBytes(UTF_8);

      FtFinding finding = READER.read(bytes, bytes.length, false);

      assertThat(finding).as("seed %d: %s", seed, body).isEqualTo(expected(document));
      kinds.merge(finding.kind(), 1, Integer::sum);
    }
    assertThat(kinds)
        .as("kinds by seed %d", seed)
        .containsKeys(FtFinding.Kind.WELL, FtFinding.Kind.FAILING, FtFinding.Kind.OTHER);
  }

  /// The rule.
  private static FtFinding expected(Map<String, @Nullable Object> document) {
    if (!document.containsKey("checks")) {
      return document.containsKey("schemaVersion") || document.containsKey("systemCode")
          ? FtFinding.WELL
          : other("it has no checks");
    }
    var checks = document.get("checks");
    if (checks == null) {
      return FtFinding.WELL;
    }
    if (!(checks instanceof List<?> list)) {
      return other("its checks are no list");
    }
    var failing = new ArrayList<String>();
    int severity = 9;
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof Map<?, ?> check)) {
        return other("check " + (i + 1) + " is no object");
      }
      var ok = check.get("ok");
      if (ok != null && !(ok instanceof Boolean)) {
        return other("ok of check " + (i + 1) + " is neither true nor false");
      }
      if (!Boolean.TRUE.equals(ok)) {
        failing.add(called(check, i + 1));
        severity =
            check.get("severity") instanceof Integer told && told >= 1 && told <= 3
                ? Math.min(severity, told)
                : severity;
      }
    }
    return failing.isEmpty()
        ? FtFinding.WELL
        : FtFinding.failing(words(failing), severity == 9 ? 0 : severity);
  }

  private static FtFinding other(String words) {
    return new FtFinding(FtFinding.Kind.OTHER, PREFIX + words, 0);
  }

  private static String called(Map<?, ?> check, int place) {
    for (String key : List.of("name", "id")) {
      if (check.get(key) instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    return "check " + place;
  }

  /// As many names as come to 150 characters.
  private static String words(List<String> names) {
    int shown = names.size();
    while (String.join(", ", names.subList(0, shown)).length() > 150) {
      shown--;
    }
    return names.size()
        + (names.size() == 1 ? " healthcheck failing (" : " healthchecks failing (")
        + String.join(", ", names.subList(0, shown))
        + (shown < names.size() ? " and " + (names.size() - shown) + " more)" : ")");
  }

  private Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    maybe(document, 2, "schemaVersion", 1);
    maybe(document, 4, "systemCode", "shop");
    maybe(document, 4, "ok", random.nextBoolean());
    if (random.nextInt(8) != 0) {
      document.put("checks", random.nextInt(12) == 0 ? junk(2) : checks());
    }
    maybe(document, 4, "junk", junk(3));
    return document;
  }

  private List<Object> checks() {
    var checks = new ArrayList<Object>();
    boolean well = random.nextInt(3) == 0;
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 60 : 5); i > 0; i--) {
      checks.add(check(well));
    }
    if (random.nextInt(15) == 0) {
      checks.add(random.nextInt(checks.size() + 1), "text");
    }
    return checks;
  }

  private Map<String, @Nullable Object> check(boolean well) {
    var check = new LinkedHashMap<String, @Nullable Object>();
    maybe(check, 3, "junk", junk(3));
    maybe(check, 2, "severity", random.nextInt(3) == 0 ? junk(2) : random.nextInt(-1, 6));
    if (well) {
      check.put("ok", true);
    } else if (random.nextInt(4) != 0) {
      check.put("ok", random.nextInt(30) == 0 ? junk(1) : random.nextBoolean());
    }
    maybe(check, 2, "id", random.nextInt(4) == 0 ? junk(2) : "i".repeat(1 + random.nextInt(59)));
    maybe(check, 2, "name", random.nextInt(4) == 0 ? junk(2) : "n" + random.nextInt(1000));
    return check;
  }

  private @Nullable Object junk(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt();
      case 3 -> random.nextDouble();
      case 4 -> " ";
      case 5 -> {
        var list = new ArrayList<@Nullable Object>();
        list.add(junk(depth - 1));
        yield list;
      }
      default -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put(random.nextBoolean() ? "ok" : "checks", junk(depth - 1));
        yield map;
      }
    };
  }

  private void maybe(
      Map<String, @Nullable Object> map, int oneIn, String key, @Nullable Object value) {
    if (random.nextInt(oneIn) == 0) {
      map.put(key, value);
    }
  }

  private static String written(@Nullable Object value) {
    return switch (value) {
      case String text -> '"' + text + '"';
      case List<?> list ->
          list.stream().map(FtModelTest::written).collect(Collectors.joining(",", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> "\"" + e.getKey() + "\":" + written(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case null, default -> String.valueOf(value);
    };
  }
}
