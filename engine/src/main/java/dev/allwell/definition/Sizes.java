package dev.allwell.definition;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notation of sizes: a whole number with one of the units `B KiB MiB`: `512B`, `64KiB`.
final class Sizes {
  private static final int KIBI = 1024;
  private static final Pattern NOTATION = Pattern.compile("([0-9]{1,9})(B|KiB|MiB)");

  private Sizes() {}

  /// The size under a key, in bytes.
  static int read(Section section, String key, int fallback, int least, int most) {
    section.otherwise(key, text(fallback));
    var value = section.value(key, new Shape.Sized(least, most));
    if (value.isEmpty()) {
      return fallback;
    }
    OptionalInt size = value.get() instanceof String text ? read(text) : OptionalInt.empty();
    if (size.isEmpty()) {
      boolean bare = value.get() instanceof Number;
      section.refuse(
          key,
          "expected a size with a unit, such as \"64KiB\" or \"1MiB\", got "
              + (bare ? "the bare number " : "")
              + Quoted.of(value.get()));
      return fallback;
    }
    if (size.getAsInt() < least || size.getAsInt() > most) {
      section.refuse(
          key,
          "expected a size from %s to %s, got %s"
              .formatted(text(least), text(most), Quoted.of(value.get())));
      return fallback;
    }
    return size.getAsInt();
  }

  /// The bytes that `text` writes, 2,147,483,647 for more; empty when it writes no size.
  static OptionalInt read(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "KiB" -> KIBI;
          case "MiB" -> KIBI * KIBI;
          default -> 1;
        };
    return OptionalInt.of(
        Math.clamp(Long.parseLong(matcher.group(1)) * unit, 0, Integer.MAX_VALUE));
  }

  /// How a size is written, in the largest unit that leaves it whole.
  static String text(int bytes) {
    if (bytes > 0 && bytes % (KIBI * KIBI) == 0) {
      return bytes / (KIBI * KIBI) + "MiB";
    }
    return bytes > 0 && bytes % KIBI == 0 ? bytes / KIBI + "KiB" : bytes + "B";
  }
}
