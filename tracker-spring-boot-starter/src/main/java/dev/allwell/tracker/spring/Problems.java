package dev.allwell.tracker.spring;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// All that is wrong with a set of properties, so that a person mends it in one go.
final class Problems {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /// One wrong property: its full name, the value seen, and what was expected.
  record Problem(String property, String value, String expected) {

    @Override
    public String toString() {
      return property + " = " + value + ": " + expected;
    }
  }

  private final List<Problem> found = new ArrayList<>();
  private final String prefix;

  Problems(String prefix) {
    this.prefix = prefix;
  }

  void unless(boolean right, String name, Object value, String expected) {
    if (!right) {
      found.add(new Problem(prefix + name, String.valueOf(value), expected));
    }
  }

  /// What the library itself refuses is refused in its words.
  <T> void unlessTaken(String name, T value, Consumer<T> setting) {
    try {
      setting.accept(value);
    } catch (IllegalArgumentException e) {
      found.add(new Problem(prefix + name, String.valueOf(value), String.valueOf(e.getMessage())));
    }
  }

  /// A window shorter than a second is a bare number that Spring took for milliseconds, as in
  /// `window: 60`.
  void unlessWindow(String name, Duration value, Consumer<Duration> setting) {
    if (value.compareTo(Duration.ofSeconds(1)) >= 0) {
      unlessTaken(name, value, setting);
    } else {
      unless(
          false, name, value.toMillis() + "ms", "must be 1s or longer, with its unit, as in 60s");
    }
  }

  void unlessOneLine(String name, String value) {
    boolean oneLine = !value.isBlank() && value.chars().noneMatch(Character::isISOControl);
    unless(oneLine, name, value, "must be one line of text");
  }

  void unlessPath(String name, String value) {
    unless(plain(value), name, value, "must be a plain path such as /health");
  }

  void unlessPathOrAllBelow(String name, String value) {
    var path = value.endsWith("/*") ? value.substring(0, value.length() - 2) : value;
    unless(plain(path), name, value, "must be a path such as /livez, or /manage/* with all below");
  }

  private static boolean plain(String path) {
    return path.startsWith("/")
        && path.length() > 1
        && !path.endsWith("/")
        && path.chars().noneMatch(c -> c <= ' ' || "*?#;%\\".indexOf(c) >= 0);
  }

  void unlessWebAddress(String name, URI value) {
    var scheme = value.getScheme() == null ? "" : value.getScheme().toLowerCase(Locale.ROOT);
    boolean web = (scheme.equals("http") || scheme.equals("https")) && value.getHost() != null;
    if (value.getRawUserInfo() != null) {
      unless(false, name, "(hidden)", "must not hold a user's name or password");
    } else {
      unless(web, name, value, "must be an address such as http://host:4000");
    }
  }

  void unlessToken(String name, String value) {
    boolean plain = value.chars().allMatch(c -> c > ' ' && c <= '~');
    unless(plain, name, "(hidden)", "must be of printable ASCII, without blanks");
  }

  void unlessId(String name, String value) {
    unless(
        ID.matcher(value).matches(),
        name,
        value,
        "must be up to 128 of letters, digits, '.', '_' and '-', a letter or digit first");
  }

  void refuse() {
    if (!found.isEmpty()) {
      throw new InvalidTrackerPropertiesException(found);
    }
  }
}
