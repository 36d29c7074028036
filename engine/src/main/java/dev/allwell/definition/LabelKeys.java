package dev.allwell.definition;

import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads `groups`, `categories`, `attributes`, `ack`, and what is told when the service fails.
final class LabelKeys {
  static final int MOST = 64;
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_VALUE = 512;

  private LabelKeys() {}

  static Labels read(Section top) {
    List<String> groups = names(top, "groups");
    List<String> categories = names(top, "categories");
    var attributes = new TreeMap<>(top.texts("attributes", MOST, LabelKeys::fault));
    return new Labels(
        groups, categories, attributes, GuidanceKeys.read(top), AckKeys.message(top, "ack"));
  }

  /// Names in the order given, in Unicode normal form C, each once.
  private static List<String> names(Section top, String key) {
    return top.list(key, MOST, (place, element) -> name(top, place, element)).stream()
        .distinct()
        .toList();
  }

  static Optional<String> name(Section top, String place, Object element) {
    return top.text(place, element)
        .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
        .filter(name -> accepted(top, place, name));
  }

  /// A name must survive as a segment of a path and as one of several between commas.
  private static boolean accepted(Section top, String place, String name) {
    if (!Identity.isName(name)) {
      top.refuse(place, "expected 1 to 128 printable characters, got " + Quoted.of(name));
      return false;
    }
    if (name.equals(".") || name.equals("..") || !name.strip().equals(name) || name.contains(",")) {
      top.refuse(
          place,
          "expected no comma, no space at either end and no dots alone, got " + Quoted.of(name));
      return false;
    }
    return true;
  }

  private static Optional<String> fault(String key, String value) {
    int keyLength = key.codePointCount(0, key.length());
    if (keyLength < 1 || keyLength > LONGEST_KEY || !printable(key)) {
      return Optional.of("expected a key of 1 to 64 printable characters");
    }
    int length = value.codePointCount(0, value.length());
    if (length > LONGEST_VALUE) {
      return Optional.of("expected at most 512 characters, got " + length);
    }
    return printable(value)
        ? Optional.empty()
        : Optional.of("expected printable characters, got " + Quoted.of(value));
  }

  private static boolean printable(String text) {
    return text.codePoints().allMatch(Identity::isPrintable);
  }
}
