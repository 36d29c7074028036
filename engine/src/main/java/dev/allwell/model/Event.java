package dev.allwell.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a judgement has to say beyond the state itself; it carries all that its readers need.
public sealed interface Event {
  Registration registration();

  Instant at();

  /// A stretch of uptime or downtime began, and the one before it ended at the same instant.
  ///
  /// @param before `NONE` when this is the service's first stretch
  /// @param beforeSinceOrNull when the stretch before began
  record Began(
      Registration registration,
      Verdict verdict,
      Standing before,
      @Nullable Instant beforeSinceOrNull,
      Instant at)
      implements Event {}

  /// Health changed, inside a stretch or together with a new one.
  record Turned(Registration registration, Health from, Verdict verdict, Instant at)
      implements Event {}

  /// Nobody has checked the service for too long: it is unknown from `at` on.
  ///
  /// @param lastCheckOrNull null when it was never checked
  record Lapsed(Registration registration, @Nullable Instant lastCheckOrNull, Instant at)
      implements Event {}
}
