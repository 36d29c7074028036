package dev.allwell.server.web;

/// The server could not listen; the message is one line with the address and the cause.
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Trouble trouble;

  ListenException(Trouble trouble, String message) {
    super(message);
    this.trouble = trouble;
  }

  public Trouble trouble() {
    return trouble;
  }

  /// The kinds of trouble.
  public enum Trouble {
    /// Somebody else listens there.
    IN_USE,
    /// No such address here, no right to this port, or whatever else the system says.
    NOT_AVAILABLE,
    /// An address that others can reach, which is refused while nobody was given a token.
    EXPOSED
  }
}
