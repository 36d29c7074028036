package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that is known of a service: what was judged, what was counted, and what it last told.
public record State(Verdict verdict, Tally tally, @Nullable Report reportOrNull) {
  public static final State NEW = new State(Verdict.NONE, Tally.EMPTY, null);

  /// The last service-monitor document; kept while the service is dead.
  public Optional<Report> report() {
    return Optional.ofNullable(reportOrNull);
  }

  /// What is shown, staleness apart: as judged. A check that failed by our own fault changes
  /// nothing; when such checks last, the state goes stale.
  public Health health() {
    return verdict.health();
  }
}
