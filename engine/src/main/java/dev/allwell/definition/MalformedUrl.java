package dev.allwell.definition;

/// A text that is no url; the message says what is wrong with it.
final class MalformedUrl extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedUrl(String message) {
    super(message);
  }

  MalformedUrl(String message, Throwable cause) {
    super(message, cause);
  }
}
