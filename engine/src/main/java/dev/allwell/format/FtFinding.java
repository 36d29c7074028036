package dev.allwell.format;

import dev.allwell.model.Guidance;

/// What a body says in the place of an FT health document.
///
/// @param words for a person; of the body they hold the names of failing checks alone, cleaned;
///   empty when all is well, or cut
/// @param severity the worst of those that failing checks tell, 1 to 3; 0 when none does
public record FtFinding(Kind kind, String words, int severity) {
  static final FtFinding WELL = new FtFinding(Kind.WELL, "", 0);
  static final FtFinding CUT = new FtFinding(Kind.CUT, "", 0);

  public FtFinding {
    if (severity < 0 || severity > Guidance.MILDEST) {
      throw new IllegalArgumentException("severity: " + severity);
    }
  }

  static FtFinding failing(String words, int severity) {
    return new FtFinding(Kind.FAILING, words, severity);
  }

  static FtFinding other(String words) {
    return new FtFinding(Kind.OTHER, "no FT health document: " + words, 0);
  }

  /// How it ended.
  public enum Kind {
    WELL,
    FAILING,
    /// No FT health document.
    OTHER,
    /// What is there may be the beginning of one, and there was more.
    CUT
  }
}
