package dev.allwell.server.cli;

/// A server that runs could not be asked, or refused; the message is one line for the person who
/// asked.
final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RemoteException(String message, Throwable cause) {
    super(message, cause);
  }

  RemoteException(String message) {
    super(message);
  }
}
