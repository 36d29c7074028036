package dev.allwell.bench;

/// Why a rig gives no figures.
public final class Unfit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  private Unfit(int code, String message) {
    super(message);
    this.code = code;
  }

  /// It was called wrongly.
  public static Unfit words(String message) {
    return new Unfit(2, message);
  }

  /// Programs that it measures against are not there.
  public static Unfit missing(String message) {
    return new Unfit(2, message);
  }

  /// It measured something else than it should have.
  public static Unfit measured(String message) {
    return new Unfit(1, message);
  }

  int code() {
    return code;
  }
}
