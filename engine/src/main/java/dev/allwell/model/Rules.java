package dev.allwell.model;

/// How outcomes become health.
///
/// @param failureThreshold checks in a row until the state turns bad; at least 1
/// @param successThreshold checks in a row until it turns good again; at least 1
/// @param errorRateLimit a reported error rate above this (strictly) is degraded; 0 to 1
/// @param basis which error rate is held against the limit
public record Rules(
    int failureThreshold, int successThreshold, double errorRateLimit, Basis basis) {
  public static final int MOST = 1000;
  public static final Rules DEFAULT = new Rules(1, 1, 0.2, Basis.LIFETIME);

  public Rules {
    threshold("failure-threshold", failureThreshold);
    threshold("success-threshold", successThreshold);
    if (!(errorRateLimit >= 0 && errorRateLimit <= 1)) {
      throw new IllegalArgumentException("error-rate-limit: " + errorRateLimit);
    }
  }

  private static void threshold(String key, int value) {
    if (value < 1 || value > MOST) {
      throw new IllegalArgumentException(key + ": " + value + " is not within 1 and 1000");
    }
  }

  /// Which requests the error rate is taken over.
  public enum Basis {
    /// All that the service counted since it started.
    LIFETIME,
    /// Those between two polls; a counter that went back means that the service restarted.
    WINDOW
  }
}
