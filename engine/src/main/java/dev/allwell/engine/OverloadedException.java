package dev.allwell.engine;

/// More work waits than may wait; the caller should come back later.
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OverloadedException(String message) {
    super(message);
  }
}
