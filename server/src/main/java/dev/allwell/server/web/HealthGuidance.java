package dev.allwell.server.web;

import dev.allwell.model.Service;

/// What people are told when a service fails.
record HealthGuidance(String businessImpact, String technicalSummary, String panicGuide) {
  private static final HealthGuidance NOT_STATED =
      new HealthGuidance(
          "Not stated: nobody has said what it means for users when this service fails.",
          "The service did not answer its health check as it should; the output says how.",
          "Not stated: nobody has written down what to do when this service fails.");

  /// As the service's definition has it: so far it has nothing to say of this.
  static HealthGuidance of(Service service) {
    return NOT_STATED;
  }
}
