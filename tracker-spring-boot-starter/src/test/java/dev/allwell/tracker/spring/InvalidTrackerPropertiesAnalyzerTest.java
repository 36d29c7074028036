package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class InvalidTrackerPropertiesAnalyzerTest {

  @Test
  void aPersonReadsAllThatIsWrongAndWhere(CapturedOutput output) {
    var failure =
        catchThrowable(() ->
            new SpringApplication(Empty.class)
                .run(
                    "--server.port=0",
                    "--allwell.tracker.window=60",
                    "--allwell.tracker.error-threshold=0",
                    "--allwell.tracker.registration.token=to ken"));

    assertThat(failure).isNotNull();
    assertThat(output)
        .contains("APPLICATION FAILED TO START")
        .contains("Allwell's tracker cannot be configured so:")
        .contains(
            "allwell.tracker.window = 60ms: must be 1s or longer, with its unit, as in 60s"
                + " (from \"allwell.tracker.window\" from property source"
                + " \"commandLineArgs\")")
        .contains("allwell.tracker.error-threshold = 0:")
        .contains("allwell.tracker.registration.token = (hidden): must be of printable ASCII")
        .doesNotContain("to ken");
  }

  @Test
  void whatIsOfNoKnownOriginIsToldAllTheSame() {
    var problems = new Problems("allwell.tracker.");
    problems.unless(false, "window", "60ms", "must be longer");
    var cause = (InvalidTrackerPropertiesException) catchThrowable(problems::refuse);

    var analysis =
        new InvalidTrackerPropertiesAnalyzer(new StandardEnvironment())
            .analyze(new IllegalStateException(cause));

    assertThat(analysis).isNotNull();
    assertThat(analysis.getDescription()).endsWith("allwell.tracker.window = 60ms: must be longer");
    assertThat(analysis.getAction()).isNotEmpty();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Empty {}
}
