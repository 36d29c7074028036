package dev.allwell.examples.springboot;

import dev.allwell.tracker.spring.TrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// An application like any other; that the starter is on its class path makes it answer for its
/// health.
@SpringBootApplication
public class Application {
  private static final Logger log = LoggerFactory.getLogger(Application.class);

  public static void main(String[] words) {
    SpringApplication.run(Application.class, words);
  }

  /// What is done when its health changes: optional, and here only a word in the log.
  @Bean
  TrackerCustomizer tellOfChanges() {
    return tracker ->
        tracker
            .onUnhealthy(() -> log.warn("too many orders fail"))
            .onHealthy(() -> log.info("orders are taken again"));
  }
}
