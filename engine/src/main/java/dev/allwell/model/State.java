package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that is known of a service: what was judged, what was counted, and what it last told.
///
/// @param certificateOrNull what its server last showed of itself; not kept by the ledger
/// @param detail of the last check that counted, one line for a person, perhaps empty; not kept by
///   the ledger
/// @param severity 1 (worst) to 3, as the last failing check was told; 0 when it was not, and once
///   all is well again
public record State(
    Verdict verdict,
    Tally tally,
    @Nullable Report reportOrNull,
    @Nullable CertificateFacts certificateOrNull,
    String detail,
    int severity) {
  public static final State NEW = new State(Verdict.NONE, Tally.EMPTY, null);

  /// One of a service that showed no certificate yet.
  public State(Verdict verdict, Tally tally, @Nullable Report reportOrNull) {
    this(verdict, tally, reportOrNull, null);
  }

  /// One whose last check had nothing more to say.
  public State(
      Verdict verdict,
      Tally tally,
      @Nullable Report reportOrNull,
      @Nullable CertificateFacts certificateOrNull) {
    this(verdict, tally, reportOrNull, certificateOrNull, "", 0);
  }

  /// The last service-monitor document; kept while the service is dead.
  public Optional<Report> report() {
    return Optional.ofNullable(reportOrNull);
  }

  public Optional<CertificateFacts> certificate() {
    return Optional.ofNullable(certificateOrNull);
  }

  /// What is shown, staleness apart: as judged. A check that failed by our own fault changes
  /// nothing; when such checks last, the state goes stale.
  public Health health() {
    return verdict.health();
  }
}
