package dev.allwell.tracker.spring;

import dev.allwell.tracker.SelfRegistration;
import dev.allwell.tracker.StatusCodeTracker;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/// Tells the Allwell servers that are named under `allwell.tracker.registration` of this
/// application, from when its web server is up until it ends. Stays away without such servers, and
/// where the application has a [SelfRegistration] of its own.
@AutoConfiguration(after = TrackerAutoConfiguration.class)
@ConditionalOnClass({WebServerApplicationContext.class, ServerProperties.class})
@ConditionalOnBean(StatusCodeTracker.class)
@Conditional(OnRegistrationServers.class)
public final class SelfRegistrationAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean({SelfRegistration.class, Announcer.class})
  Announcer allwellAnnouncer(
      TrackerProperties properties,
      Environment environment,
      ApplicationContext context,
      ObjectProvider<ServerProperties> server) {
    return new Announcer(
        properties.registration(),
        Names.id(properties, environment),
        () -> listening(properties.health().path(), context, server.getIfAvailable()));
  }

  private static OwnAddress.@Nullable Listening listening(
      String path, ApplicationContext context, @Nullable ServerProperties server) {
    if (!(context instanceof WebServerApplicationContext web)
        || web.getWebServer() == null
        || web.getWebServer().getPort() <= 0) {
      return null;
    }
    int port = web.getWebServer().getPort();
    if (server == null) {
      return new OwnAddress.Listening("http", null, port, path);
    }
    var contextPath = Optional.ofNullable(server.getServlet().getContextPath()).orElse("");
    var scheme = Ssl.isEnabled(server.getSsl()) ? "https" : "http";
    return new OwnAddress.Listening(scheme, server.getAddress(), port, contextPath + path);
  }
}
