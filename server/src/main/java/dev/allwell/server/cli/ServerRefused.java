package dev.allwell.server.cli;

/// A running server cannot be reached, or does not do what is asked; the message says why.
final class ServerRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerRefused(String message) {
    super(message);
  }

  ServerRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
