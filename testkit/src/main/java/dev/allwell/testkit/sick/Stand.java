package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.Script;
import java.util.List;
import java.util.function.Function;

/// What plays a behaviour.
public sealed interface Stand {
  /// Nobody listens.
  record Nobody() implements Stand {}

  /// A listener whose queue is full: connects are not answered.
  record Hole() implements Stand {}

  /// A name server over UDP.
  ///
  /// @param answers to a question, each a datagram
  record Names(Function<byte[], List<byte[]>> answers) implements Stand {}

  record Plain(Script script) implements Stand {}

  /// Behind TLS.
  ///
  /// @param protocols agreed on by ALPN; none for no agreement
  record Secured(
      Function<Authority, Certificate> certificate, List<String> protocols, Script script)
      implements Stand {
    public Secured {
      protocols = List.copyOf(protocols);
    }
  }
}
