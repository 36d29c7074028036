package dev.allwell.tracker.spring;

import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.servlet.HealthServlet;
import dev.allwell.tracker.servlet.StatusCodeFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/// The tracker, the filter that feeds it and the address that tells its health, in a servlet
/// application; each stays away where the application has a bean of its type.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "allwell.tracker.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TrackerProperties.class)
public final class TrackerAutoConfiguration {

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  StatusCodeTracker allwellTracker(
      TrackerProperties properties, ObjectProvider<TrackerCustomizer> customizers) {
    var tracker =
        StatusCodeTracker.builder()
            .window(properties.window())
            .errorThreshold(properties.errorThreshold())
            .keepUnhealthy(properties.keepUnhealthy())
            .unhealthyStatusCode(properties.unhealthyStatusCode())
            .unhealthyMessage(properties.unhealthyMessage())
            .healthyMessage(properties.healthyMessage())
            .extraChecksErrorMessage(properties.extraChecksErrorMessage())
            .extraChecksTimeout(properties.extraChecksTimeout())
            .verbose(properties.verbose());
    customizers.orderedStream().forEach(customizer -> customizer.customize(tracker));
    return tracker.build();
  }

  @Bean
  @ConditionalOnMissingBean
  HealthPage allwellHealthPage(StatusCodeTracker tracker, TrackerProperties properties) {
    return switch (properties.health().format()) {
      case TEXT -> HealthPage.text(tracker);
      case JSON -> HealthPage.json(tracker);
      case MONITOR -> {
        var attributes = properties.registration().attributes();
        yield HealthPage.monitor(tracker, () -> attributes);
      }
    };
  }

  /// Around all other filters, so that it sees what a request really ended with, whoever answered.
  @Bean
  @ConditionalOnMissingFilterBean(StatusCodeFilter.class)
  FilterRegistrationBean<StatusCodeFilter> allwellTrackerFilter(
      StatusCodeTracker tracker, TrackerProperties properties, Environment environment) {
    var filter = new StatusCodeFilter(tracker, UncountedPaths.of(properties, environment));
    var registration = new FilterRegistrationBean<>(filter);
    // a forward or an include is part of one of these
    registration.setDispatcherTypes(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
    registration.setAsyncSupported(true);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  @ConditionalOnMissingBean(
      value = HealthServlet.class,
      parameterizedContainer = ServletRegistrationBean.class)
  @Conditional(OnHealthPath.class)
  ServletRegistrationBean<HealthServlet> allwellHealthServlet(
      HealthPage page, TrackerProperties properties) {
    return new ServletRegistrationBean<>(new HealthServlet(page), properties.health().path());
  }
}
