package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.allwell.tracker.StatusCodeTracker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

class WebFluxNoticeAutoConfigurationTest {
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(WebFluxNoticeAutoConfiguration.class);
  private final ReactiveWebApplicationContextRunner webFlux =
      new ReactiveWebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TrackerAutoConfiguration.class,
                  TrackerHealthAutoConfiguration.class,
                  WebFluxNoticeAutoConfiguration.class));

  @BeforeEach
  void listen() {
    heard.start();
    log.addAppender(heard);
  }

  @AfterEach
  void listenNoMore() {
    log.detachAppender(heard);
  }

  @Test
  void aWebFluxApplicationIsToldThatNothingIsTracked() {
    webFlux.run(
        context -> assertThat(context).hasNotFailed().doesNotHaveBean(StatusCodeTracker.class));

    assertThat(heard.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("in this WebFlux application it does nothing");
  }

  @Test
  void itIsNotToldWhenTheTrackerIsSwitchedOff() {
    webFlux
        .withPropertyValues("allwell.tracker.enabled=false")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(heard.list).isEmpty();
  }
}
