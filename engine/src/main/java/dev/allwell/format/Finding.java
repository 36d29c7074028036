package dev.allwell.format;

/// What became of an expectation.
///
/// @param words for a person, which one and why, without a word of the body; empty when met
public record Finding(Kind kind, String words) {
  static final Finding MET = new Finding(Kind.MET, "");

  static Finding missed(String words) {
    return new Finding(Kind.MISSED, words);
  }

  static Finding cut(String words) {
    return new Finding(Kind.CUT, words);
  }

  /// How it ended.
  public enum Kind {
    MET,
    MISSED,
    /// Not met by what is there, and there was more.
    CUT
  }
}
