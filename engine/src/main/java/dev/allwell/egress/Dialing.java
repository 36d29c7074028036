package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import java.util.Optional;

/// A connection on its way. Used on the lane's thread.
@FunctionalInterface
public interface Dialing {
  /// What the server has shown of itself in a handshake that is not over.
  default Optional<CertificateFacts> shown() {
    return Optional.empty();
  }

  /// Gives it up: what is half open is closed and the [Caller] hears nothing more. Of no effect
  /// once the caller was told.
  void hangUp();
}
