package dev.allwell.model;

import java.math.BigDecimal;

/// A JSON value that holds no others (RFC 8259 §3).
public sealed interface JsonScalar {
  /// A string.
  record Text(String value) implements JsonScalar {}

  /// A number, equal to all that have its value: `1`, `1.0` and `10e-1` are one.
  record Numeric(BigDecimal value) implements JsonScalar {
    /// Digits that a number may have.
    public static final int MOST_DIGITS = 100;

    public Numeric {
      if (value.precision() > MOST_DIGITS) {
        throw new IllegalArgumentException("a number of more than 100 digits");
      }
      value = value.stripTrailingZeros();
    }
  }

  /// `true` or `false`.
  record Flag(boolean value) implements JsonScalar {}

  /// `null`.
  record Null() implements JsonScalar {}
}
