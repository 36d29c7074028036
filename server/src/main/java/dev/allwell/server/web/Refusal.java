package dev.allwell.server.web;

import dev.allwell.server.access.Scope;
import java.time.Duration;
import java.util.Map;

/// Why a request is not served.
///
/// @param status 4xx
/// @param reason for a person, without anything the caller sent
/// @param headers that say what would help
record Refusal(int status, String reason, Map<String, String> headers) {
  private static final String CHALLENGE = "WWW-Authenticate";
  private static final String REALM = "realm=\"allwell\"";

  Refusal {
    headers = Map.copyOf(headers);
  }

  Refusal(int status, String reason) {
    this(status, reason, Map.of());
  }

  /// Nobody knows who asks. A browser is told that it may ask its user, since there is no other way
  /// in for one.
  static Refusal unknown(String reason) {
    return new Refusal(
        401,
        reason,
        Map.of(CHALLENGE, "Bearer " + REALM + ", Basic " + REALM + ", charset=\"UTF-8\""));
  }

  /// What was shown is no token (RFC 6750, section 3.1).
  static Refusal wrongToken(String reason) {
    return new Refusal(
        401, reason, Map.of(CHALLENGE, "Bearer " + REALM + ", error=\"invalid_token\""));
  }

  /// The token that was shown does not reach so far.
  static Refusal beyond(Scope has, Scope needed) {
    return new Refusal(
        403,
        "this needs a token of scope %s; this one has scope %s"
            .formatted(needed.code(), has.code()),
        Map.of(
            CHALLENGE,
            "Bearer %s, error=\"insufficient_scope\", scope=\"%s\""
                .formatted(REALM, needed.code())));
  }

  /// Too much at once.
  ///
  /// @param wait until the next may come; told in whole seconds, at least one
  static Refusal later(String reason, Duration wait) {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    return new Refusal(429, reason, Map.of("Retry-After", Long.toString(seconds)));
  }
}
