package dev.allwell.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One step of a check that was watched.
///
/// @param attempt which attempt of the check, from 1
/// @param atNanos since that attempt began
/// @param facts what is known of it, by name, for a person; secrets redacted. Whoever was probed
///   wrote some of it: all is made printable and cut
public record Step(int attempt, long atNanos, What what, Map<String, String> facts) {
  static final int LONGEST_FACT = 4096;
  private static final int LONGEST_NAME = 256;

  public Step {
    var clean = new LinkedHashMap<String, String>();
    facts.forEach((name, fact) ->
        clean.put(Printable.of(name, LONGEST_NAME), Printable.of(fact, LONGEST_FACT)));
    facts = Collections.unmodifiableMap(clean);
  }

  /// What happened.
  public enum What {
    /// A connection is wanted: a host, perhaps by name.
    DIALING,
    /// The name has addresses, in the order in which they are tried.
    RESOLVED,
    /// The server showed its certificate.
    CERTIFICATE,
    /// The connection stands, TLS included where it is spoken.
    CONNECTED,
    /// There is no connection.
    NOT_CONNECTED,
    /// A request was sent.
    REQUEST,
    /// The head of an answer came.
    ANSWER,
    /// The attempt is over.
    OUTCOME
  }
}
