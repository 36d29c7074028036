package dev.allwell.model;

import java.util.Objects;

/// A text that is used and never shown.
///
/// Not a record: its [#toString] must not tell what it holds.
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = Objects.requireNonNull(text);
  }

  /// The secret itself, for the one place that sends or stores it.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && text.equals(secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
