package dev.allwell.examples.service;

/// Which requests count an error.
@FunctionalInterface
public interface ErrorRule {
  /// Whether the `request`-th request, counted from 1, is an error.
  boolean isError(long request);

  /// No request is.
  static ErrorRule never() {
    return request -> false;
  }

  /// Requests `n`, `2n`, `3n` … are.
  static ErrorRule every(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n: " + n + ", expected at least 1");
    }
    return request -> request % n == 0;
  }
}
