package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one attempt against a target saw: always a value, whatever the target did.
///
/// @param reason how it ended
/// @param detail one line for a person, printable, at most 200 characters; may be empty
/// @param status the HTTP status or DNS rcode of the answer; 0 when there was none
/// @param truncated whether the body was cut at the cap
/// @param certificateOrNull what the server showed of itself, also when it was refused; null where
///   no hands were shaken
/// @param severity 1 (worst) to 3, as the target told of what fails there; 0 when it did not
public record Attempt(
    Reason reason,
    String detail,
    int status,
    Phases phases,
    boolean truncated,
    @Nullable Report reportOrNull,
    @Nullable CertificateFacts certificateOrNull,
    int severity) {
  public static final int LONGEST_DETAIL = 200;

  public Attempt {
    detail = Printable.of(detail, LONGEST_DETAIL);
    if (severity < 0 || severity > Guidance.MILDEST) {
      throw new IllegalArgumentException("severity: " + severity);
    }
  }

  /// One without a certificate.
  public Attempt(
      Reason reason,
      String detail,
      int status,
      Phases phases,
      boolean truncated,
      @Nullable Report reportOrNull) {
    this(reason, detail, status, phases, truncated, reportOrNull, null, 0);
  }

  public static Attempt of(Reason reason, String detail, Phases phases) {
    return new Attempt(reason, detail, 0, phases, false, null);
  }

  public Optional<Report> report() {
    return Optional.ofNullable(reportOrNull);
  }

  public Optional<CertificateFacts> certificate() {
    return Optional.ofNullable(certificateOrNull);
  }

  /// Whether another attempt is worth making.
  public boolean retried() {
    return reason.retried(status);
  }
}
