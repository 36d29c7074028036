package dev.allwell.definition;

import dev.allwell.format.LinearPattern;
import dev.allwell.model.BodyExpect;
import dev.allwell.model.JsonPath;
import dev.allwell.model.JsonScalar;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the key `expect.body`: `contains`, `regex` and `json`.
final class BodyKeys {
  private static final int LONGEST_TEXT = 1024;
  private static final int MOST_PATHS = 16;

  private BodyKeys() {}

  static BodyExpect read(Section expect, int maxBody) {
    Section body = expect.section("body");
    var read =
        new BodyExpect(
            text(body, "contains").orElse(null),
            text(body, "regex").filter(text -> good(body, text, maxBody)).orElse(null),
            json(body));
    body.refuseTheRest();
    return read;
  }

  private static Optional<String> text(Section body, String key) {
    Optional<String> text = body.text(key);
    if (text.isPresent() && text.get().isEmpty()) {
      body.refuse(key, "expected at least one character");
      return Optional.empty();
    }
    if (text.isPresent() && text.get().length() > LONGEST_TEXT) {
      body.refuse(key, "expected at most 1024 characters, got " + text.get().length());
      return Optional.empty();
    }
    return text;
  }

  private static boolean good(Section body, String regex, int maxBody) {
    int most = LinearPattern.widest(maxBody);
    try {
      int width = LinearPattern.compile(regex).width();
      if (width <= most) {
        return true;
      }
      body.refuse(
          "regex",
          "expected a simpler pattern: with a max-body of %s at most %d of its steps may be under way at once, got %d"
              .formatted(Sizes.text(maxBody), most, width));
    } catch (IllegalArgumentException e) {
      body.refuse("regex", "not a pattern: " + Quoted.message(e));
    }
    return false;
  }

  private static Map<JsonPath, JsonScalar> json(Section body) {
    Section json = body.section("json");
    var read = new LinkedHashMap<JsonPath, JsonScalar>();
    List<String> names = json.names();
    if (names.size() > MOST_PATHS) {
      body.refuse("json", "expected at most 16 paths, got " + names.size());
      return read;
    }
    for (String name : names) {
      var value = json.value(name);
      Optional<JsonScalar> scalar =
          value.isEmpty() ? Optional.of(new JsonScalar.Null()) : value.flatMap(BodyKeys::scalar);
      if (scalar.isEmpty()) {
        json.refuse(
            Quoted.key(name),
            "expected text, a number, true, false or null, got " + Quoted.of(value.orElseThrow()));
      }
      try {
        JsonPath path = JsonPath.of(name);
        if (scalar.isPresent() && read.put(path, scalar.get()) != null) {
          json.refuse(Quoted.key(name), "the same place is there twice");
        }
      } catch (IllegalArgumentException e) {
        json.refuse(Quoted.key(name), String.valueOf(e.getMessage()));
      }
    }
    json.refuseTheRest();
    return read;
  }

  private static Optional<JsonScalar> scalar(Object value) {
    return switch (value) {
      case String text when text.length() <= Section.LONGEST_TEXT ->
          Optional.of(new JsonScalar.Text(text));
      case Boolean flag -> Optional.of(new JsonScalar.Flag(flag));
      case Number number -> numeric(number);
      default -> Optional.empty();
    };
  }

  /// Nothing for what JSON cannot write: infinities, what is not a number, and too many digits.
  private static Optional<JsonScalar> numeric(Number number) {
    try {
      return Optional.of(new JsonScalar.Numeric(new BigDecimal(number.toString())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
