package dev.allwell.definition;

import dev.allwell.format.NameSuffix;
import dev.allwell.model.Conventions;
import dev.allwell.model.Identity;
import java.util.Optional;
import java.util.Set;

/// Reads what holds for all services together: `instance-suffix` and `most-severe`.
public final class ConventionKeys {
  private ConventionKeys() {}

  /// What the file says, and of what it does not say the usual.
  ///
  /// @param usual what holds for what is not said
  public static Conventions read(Section top, Conventions usual) {
    top.otherwise("instance-suffix", usual.instanceSuffix());
    top.otherwise("most-severe", usual.mostSevere().stream().sorted().toList());
    var suffix = top.text("instance-suffix").flatMap(text -> suffix(top, text));
    var names =
        top.list(
            "most-severe",
            Conventions.MOST_NAMES,
            (place, value) -> top.text(place, value).flatMap(text -> name(top, place, text)));
    return new Conventions(
        suffix.orElse(usual.instanceSuffix()),
        top.has("most-severe") ? Set.copyOf(names) : usual.mostSevere());
  }

  private static Optional<String> suffix(Section top, String text) {
    try {
      return Optional.of(NameSuffix.of(text).toString());
    } catch (IllegalArgumentException e) {
      top.refuse("instance-suffix", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<String> name(Section top, String place, String text) {
    try {
      return Optional.of(name(text));
    } catch (IllegalArgumentException e) {
      top.refuse(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// A service's name in the form in which it is kept.
  ///
  /// @throws IllegalArgumentException when no service can be called so
  public static String name(String text) {
    String name = Names.composed(text);
    if (Identity.isName(name)) {
      return name;
    }
    int length = name.codePointCount(0, name.length());
    throw new IllegalArgumentException(
        "expected 1 to 128 printable characters, got "
            + (length > Identity.LONGEST_NAME ? length : Quoted.of(text)));
  }
}
