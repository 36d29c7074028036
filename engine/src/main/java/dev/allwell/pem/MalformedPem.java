package dev.allwell.pem;

/// A text is not the PEM that it should be; the message says what is wrong and shows no key.
public final class MalformedPem extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPem(String message) {
    super(message);
  }

  MalformedPem(String message, Throwable cause) {
    super(message, cause);
  }
}
