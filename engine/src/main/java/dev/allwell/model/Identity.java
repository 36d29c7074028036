package dev.allwell.model;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// Who a service is: the id that its history belongs to, the name that people read, and the url as
/// it was given.
///
/// @param id matches `[A-Za-z0-9][A-Za-z0-9._-]{0,127}`
/// @param name 1 to 128 printable code points in Unicode normal form C
/// @param url as sent, 1 to 2,048 characters; what is probed is the [Check]'s business
public record Identity(String id, String name, String url) {
  public static final int LONGEST_NAME = 128;
  public static final int LONGEST_URL = 2048;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public Identity {
    if (!isId(id)) {
      throw new IllegalArgumentException("not an id: " + id);
    }
    if (!isName(name)) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    if (url.isEmpty() || url.length() > LONGEST_URL) {
      throw new IllegalArgumentException("not a url of 1 to 2048 characters: " + url.length());
    }
  }

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public static boolean isName(String text) {
    int length = text.codePointCount(0, text.length());
    return length >= 1
        && length <= LONGEST_NAME
        && text.codePoints().allMatch(Identity::isPrintable)
        && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  /// Whether a character may stand in a name: no control, format, private or unassigned one.
  public static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
