package dev.allwell.model;

import java.util.Optional;

/// Which of the services that are there already a change may touch.
///
/// It travels with the change and is asked when that is applied, of the service as it is at that
/// moment, on the registry's thread: it neither blocks nor throws.
@FunctionalInterface
public interface Permit {
  /// All of them.
  Permit ANY = _ -> Optional.empty();

  /// Why a service may not be touched, in words that follow its id; empty when it may.
  Optional<String> refusal(Registration known);
}
