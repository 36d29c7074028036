package dev.allwell.model;

/// Where an attempt's time went, in nanoseconds; 0 for a phase that did not happen.
///
/// Over redirects each phase is the sum of its parts. `firstByte` runs from the request's last byte
/// to the answer's first, `transfer` from there to its end.
public record Phases(long resolve, long connect, long tls, long firstByte, long transfer) {
  public static final Phases NONE = new Phases(0, 0, 0, 0, 0);

  /// All phases together: the response time.
  public long total() {
    return resolve + connect + tls + firstByte + transfer;
  }
}
