package dev.allwell.model;

/// What people are told when a service fails: how bad that is, and what to do about it.
///
/// @param severity 1 (worst) to 3: of a failure that does not tell its own
/// @param businessImpact what a failure means for those who use the service
/// @param technicalSummary what has broken then, for who mends it
/// @param panicGuide what to do first, or where that is written
public record Guidance(
    int severity, String businessImpact, String technicalSummary, String panicGuide) {
  public static final int WORST = 1;
  public static final int MILDEST = 3;

  /// Code points of each text.
  public static final int LONGEST = 1024;

  public static final Guidance DEFAULT =
      new Guidance(
          2,
          "Not stated: nobody has said what it means for users when this service fails.",
          "The service did not answer its health check as it should; the output says how.",
          "Not stated: nobody has written down what to do when this service fails.");

  public Guidance {
    if (severity < WORST || severity > MILDEST) {
      throw new IllegalArgumentException("severity: " + severity + " is not within 1 and 3");
    }
    notTooLong("business-impact", businessImpact);
    notTooLong("technical-summary", technicalSummary);
    notTooLong("panic-guide", panicGuide);
  }

  private static void notTooLong(String key, String text) {
    int length = text.codePointCount(0, text.length());
    if (length > LONGEST) {
      throw new IllegalArgumentException(key + ": " + length + " characters are more than 1024");
    }
  }
}
