package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.StatusCodeTracker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class WebFluxNoticeAutoConfigurationTest {
  private final ReactiveWebApplicationContextRunner webFlux =
      new ReactiveWebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TrackerAutoConfiguration.class,
                  TrackerHealthAutoConfiguration.class,
                  WebFluxNoticeAutoConfiguration.class));

  @Test
  void aWebFluxApplicationIsToldThatNothingIsTracked(CapturedOutput output) {
    webFlux.run(context -> assertThat(context).doesNotHaveBean(StatusCodeTracker.class));

    assertThat(output).contains("in this WebFlux application it does nothing");
  }

  @Test
  void itIsNotToldWhenTheTrackerIsSwitchedOff(CapturedOutput output) {
    webFlux.withPropertyValues("allwell.tracker.enabled=false").run(context -> {});

    assertThat(output).doesNotContain("WebFlux");
  }
}
