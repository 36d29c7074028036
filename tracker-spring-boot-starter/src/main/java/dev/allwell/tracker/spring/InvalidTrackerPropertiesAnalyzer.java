package dev.allwell.tracker.spring;

import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/// What a person reads when the tracker's properties are wrong: each one, what it says, where it
/// stands, and what was expected; instead of a stack trace.
@Order(Ordered.HIGHEST_PRECEDENCE) // before Boot's own, which would tell of a failed binding
final class InvalidTrackerPropertiesAnalyzer
    extends AbstractFailureAnalyzer<InvalidTrackerPropertiesException> {
  private final Environment environment;

  InvalidTrackerPropertiesAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidTrackerPropertiesException cause) {
    var description = new StringBuilder("Allwell's tracker cannot be configured so:\n");
    for (var problem : cause.problems()) {
      description.append("\n    ").append(problem).append(origin(problem.property()));
    }
    return new FailureAnalysis(
        description.toString(), "Correct what is named above in the configuration.", cause);
  }

  private String origin(String property) {
    var name = ConfigurationPropertyName.of(property);
    return StreamSupport.stream(
            ConfigurationPropertySources.get(environment).spliterator(), /* parallel= */ false)
        .map(source -> source.getConfigurationProperty(name))
        .map(InvalidTrackerPropertiesAnalyzer::origin)
        .filter(origin -> !origin.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String origin(@Nullable ConfigurationProperty property) {
    return property == null || property.getOrigin() == null
        ? ""
        : " (from " + property.getOrigin() + ")";
  }
}
