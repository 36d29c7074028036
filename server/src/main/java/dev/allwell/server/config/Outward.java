package dev.allwell.server.config;

import dev.allwell.egress.Policy;
import dev.allwell.model.Endpoint;
import java.util.List;

/// Whom it calls.
///
/// @param canaries places that are reachable whenever this machine's own network is well
/// @param policy what targets may be
public record Outward(List<Endpoint> canaries, Policy policy) {
  public Outward {
    canaries = List.copyOf(canaries);
  }

  Outward with(List<Endpoint> others) {
    return new Outward(others, policy);
  }
}
