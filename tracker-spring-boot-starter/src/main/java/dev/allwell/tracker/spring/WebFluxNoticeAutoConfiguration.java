package dev.allwell.tracker.spring;

import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/// One line in the log of a WebFlux application, which has no servlets to put a filter before: that
/// nothing is tracked there.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "allwell.tracker.enabled", matchIfMissing = true)
public final class WebFluxNoticeAutoConfiguration {

  WebFluxNoticeAutoConfiguration() {
    LoggerFactory.getLogger(WebFluxNoticeAutoConfiguration.class)
        .warn(
            "Allwell's tracker counts the requests of servlet applications only; in this WebFlux"
                + " application it does nothing (allwell.tracker.enabled=false hides this line)");
  }
}
