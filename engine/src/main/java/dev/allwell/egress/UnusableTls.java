package dev.allwell.egress;

/// TLS settings that no handshake can be made from; the message is one line for a person.
final class UnusableTls extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableTls(String message, Throwable cause) {
    super(message, cause);
  }
}
