package dev.allwell.tracker.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether there is to be a health address: yes, unless its path is set to nothing.
final class OnHealthPath extends SpringBootCondition {
  static final String PROPERTY = "allwell.tracker.health.path";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    var path = context.getEnvironment().getProperty(PROPERTY);
    var message = ConditionMessage.forCondition("Health path");
    return path != null && path.isEmpty()
        ? ConditionOutcome.noMatch(message.because(PROPERTY + " is empty"))
        : ConditionOutcome.match(message.because(PROPERTY + " is not empty"));
  }
}
