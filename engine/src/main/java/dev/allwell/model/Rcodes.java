package dev.allwell.model;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// The rcodes of DNS answers by name (RFC 6895 §2.3), as far as a plain header can tell them.
public final class Rcodes {
  public static final int MOST = 15;

  private static final List<String> WORDS =
      List.of(
          "NOERROR",
          "FORMERR",
          "SERVFAIL",
          "NXDOMAIN",
          "NOTIMP",
          "REFUSED",
          "YXDOMAIN",
          "YXRRSET",
          "NXRRSET",
          "NOTAUTH",
          "NOTZONE");

  private Rcodes() {}

  /// All that have a name, by their numbers from 0.
  public static List<String> words() {
    return WORDS;
  }

  /// The number of a name, in upper or lower case.
  public static OptionalInt number(String word) {
    int number = WORDS.indexOf(word.toUpperCase(Locale.ROOT));
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /// For a person: `3 (NXDOMAIN)`.
  public static String shown(int number) {
    return number < WORDS.size() ? number + " (" + WORDS.get(number) + ")" : "" + number;
  }
}
