package dev.allwell.tracker.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;

/// Whether any Allwell server is to be told of this application.
final class OnRegistrationServers extends OnPropertyListCondition {
  static final String PROPERTY = "allwell.tracker.registration.servers";

  OnRegistrationServers() {
    super(PROPERTY, () -> ConditionMessage.forCondition("Allwell servers"));
  }
}
