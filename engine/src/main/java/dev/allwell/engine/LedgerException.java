package dev.allwell.engine;

/// Trouble with our own store; the message says in plain words what could not be done and why.
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean outOfSpace;

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
    this.outOfSpace = false;
  }

  public LedgerException(String message) {
    super(message);
    this.outOfSpace = false;
  }

  private LedgerException(String message, Throwable cause, boolean outOfSpace) {
    super(message, cause);
    this.outOfSpace = outOfSpace;
  }

  /// The trouble is that there is no space left; it mends itself once there is.
  public static LedgerException outOfSpace(String message, Throwable cause) {
    return new LedgerException(message, cause, true);
  }

  /// Whether it failed for want of space.
  public boolean outOfSpace() {
    return outOfSpace;
  }
}
