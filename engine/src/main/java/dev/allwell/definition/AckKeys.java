package dev.allwell.definition;

import dev.allwell.model.Ack;
import dev.allwell.model.Identity;
import java.util.Optional;

/// Reads what is said of a trouble that is known.
public final class AckKeys {
  private AckKeys() {}

  /// The message under a key; empty when there is none, or none that can be read.
  public static String message(Section section, String key) {
    return text(section, key, Ack.LONGEST_MESSAGE).orElse("");
  }

  /// A text of printable characters, one of them no space; an empty one counts as left out.
  ///
  /// @param longest in code points
  public static Optional<String> text(Section section, String key, int longest) {
    var text = section.text(key).filter(given -> !given.isEmpty());
    if (text.isEmpty()) {
      return text;
    }
    int length = text.get().codePointCount(0, text.get().length());
    boolean printable = text.get().codePoints().allMatch(Identity::isPrintable);
    if (length > longest || !printable || text.get().isBlank()) {
      section.refuse(
          key,
          "expected 1 to %d printable characters, got %s"
              .formatted(longest, length > longest ? length : Quoted.of(text.get())));
      return Optional.empty();
    }
    return text;
  }
}
