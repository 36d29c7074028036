package dev.allwell.tracker.spring;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether any Allwell server is to be told of this application.
final class OnRegistrationServers extends SpringBootCondition {
  private static final String PROPERTY = "allwell.tracker.registration.servers";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    var servers =
        Binder.get(context.getEnvironment())
            .bind(PROPERTY, Bindable.listOf(String.class))
            .orElse(List.of());
    var message = ConditionMessage.forCondition("Allwell servers");
    return servers.isEmpty()
        ? ConditionOutcome.noMatch(message.because(PROPERTY + " is empty"))
        : ConditionOutcome.match(message.because(PROPERTY + " is not empty"));
  }
}
