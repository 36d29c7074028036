package dev.allwell.definition;

import dev.allwell.model.Guidance;
import dev.allwell.model.Identity;
import java.util.Optional;

/// Reads `severity`, `business-impact`, `technical-summary` and `panic-guide`.
final class GuidanceKeys {
  private GuidanceKeys() {}

  static Guidance read(Section top) {
    Guidance usual = Guidance.DEFAULT;
    var read =
        new Guidance(
            top.whole("severity", usual.severity(), Guidance.WORST, Guidance.MILDEST),
            text(top, "business-impact", usual.businessImpact()),
            text(top, "technical-summary", usual.technicalSummary()),
            text(top, "panic-guide", usual.panicGuide()));
    return read.equals(usual) ? usual : read;
  }

  /// A text of one or several lines; a blank one says nothing.
  private static String text(Section top, String key, String fallback) {
    top.otherwise(key, fallback);
    Optional<String> text = top.text(key).map(GuidanceKeys::lines).filter(t -> !t.isEmpty());
    if (text.isEmpty()) {
      return fallback;
    }
    int length = text.get().codePointCount(0, text.get().length());
    if (length > Guidance.LONGEST) {
      top.refuse(key, "expected at most " + Guidance.LONGEST + " characters, got " + length);
      return fallback;
    }
    if (!text.get().codePoints().allMatch(c -> c == '\n' || c == '\t' || Identity.isPrintable(c))) {
      top.refuse(
          key, "expected printable characters and line breaks, got " + Quoted.of(text.get()));
      return fallback;
    }
    return text.get();
  }

  /// As a block of YAML or a form on Windows has them.
  private static String lines(String text) {
    return text.replace("\r\n", "\n").strip();
  }
}
