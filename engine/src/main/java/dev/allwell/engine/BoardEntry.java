package dev.allwell.engine;

import dev.allwell.model.Health;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.State;
import dev.allwell.model.Status;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One service as it stands at the moment of reading, staleness already taken into account.
///
/// @param stale whether nobody checked it for too long, or it is paused: its health is then
///   `UNKNOWN`
/// @param ageNanos since the last check that counted ended, monotonic; -1 before the first
/// @param ownFaultOrNull why the last check came to nothing; null when it counted
public record BoardEntry(
    Registration registration,
    State state,
    boolean stale,
    long ageNanos,
    @Nullable OwnFault ownFaultOrNull) {
  /// One whose last check, if there was any, counted.
  public BoardEntry(Registration registration, State state, boolean stale, long ageNanos) {
    this(registration, state, stale, ageNanos, null);
  }

  /// One that is on no board: nobody checks it, and nothing is known of it.
  public static BoardEntry unwatched(Registration registration) {
    return new BoardEntry(registration, State.NEW, true, -1);
  }

  /// Why the last check came to nothing, when that was our own fault.
  public Optional<OwnFault> ownFault() {
    return Optional.ofNullable(ownFaultOrNull);
  }

  /// Whether nobody checks it because somebody said so: it is stale then.
  public boolean paused() {
    return registration.paused();
  }

  public Health health() {
    return stale ? Health.UNKNOWN : state.health();
  }

  public Status status() {
    return health().status();
  }

  /// How bad it is when the service fails, 1 (worst) to 3: as its last failing check told, or else
  /// as its definition says.
  public int severity() {
    int told = state.severity();
    return told == 0 ? registration.service().labels().guidance().severity() : told;
  }

  /// Whether the last check got a complete answer with an expected status, and is recent.
  public boolean ready() {
    return !stale && state.tally().latest().map(last -> last.reason().ready()).orElse(false);
  }

  /// Response time in whole milliseconds, rounded; empty after a failure or before the first check.
  public OptionalLong responseTimeMillis() {
    return state
        .tally()
        .latest()
        .filter(Sample::up)
        .map(last -> OptionalLong.of(Math.round(last.latencyMicros() / 1000.0)))
        .orElse(OptionalLong.empty());
  }

  /// The registration's attributes, overridden key by key by what the service last told.
  public SortedMap<String, String> attributes() {
    Map<String, String> registered = registration.service().labels().attributes();
    var merged = new TreeMap<>(registered);
    state.report().ifPresent(report -> merged.putAll(report.attributes()));
    return merged;
  }
}
