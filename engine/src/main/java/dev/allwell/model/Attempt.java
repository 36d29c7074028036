package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one attempt against a target saw: always a value, whatever the target did.
///
/// @param reason how it ended
/// @param detail one line for a person, printable, at most 200 characters; may be empty
/// @param status the HTTP status or DNS rcode of the answer; 0 when there was none
/// @param truncated whether the body was cut at the cap
public record Attempt(
    Reason reason,
    String detail,
    int status,
    Phases phases,
    boolean truncated,
    @Nullable Report reportOrNull) {
  public static final int LONGEST_DETAIL = 200;

  public Attempt {
    detail = printable(detail);
  }

  public static Attempt of(Reason reason, String detail, Phases phases) {
    return new Attempt(reason, detail, 0, phases, false, null);
  }

  public Optional<Report> report() {
    return Optional.ofNullable(reportOrNull);
  }

  /// Whether another attempt is worth making.
  public boolean retried() {
    return reason.retried(status);
  }

  private static String printable(String text) {
    boolean clean = text.length() <= LONGEST_DETAIL;
    for (int i = 0; clean && i < text.length(); i++) {
      clean = text.charAt(i) >= ' ' && text.charAt(i) < 0x7f;
    }
    if (clean) {
      return text;
    }
    var kept = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_DETAIL)
        .map(c -> Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f) ? c : '?')
        .forEach(kept::appendCodePoint);
    return kept.length() <= LONGEST_DETAIL ? kept.toString() : kept.substring(0, LONGEST_DETAIL);
  }
}
