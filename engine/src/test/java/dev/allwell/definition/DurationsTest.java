package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S, 500ms",
    "30s, PT30S, 30s",
    "90s, PT90S, 1m30s",
    "5m, PT5M, 5m",
    "1m5ms, PT1M0.005S, 1m5ms",
    "24h, PT24H, 1d",
    "1d2h3m4s5ms, PT26H3M4.005S, 1d2h3m4s5ms",
    "0ms, PT0S, 0s",
    "007s, PT7S, 7s",
    "999999999d, PT23999999976H, 999999999d",
  })
  void aDurationIsReadAndWritten(String text, Duration duration, String written) {
    assertThat(Durations.read(text)).contains(duration);
    assertThat(Durations.text(duration)).isEqualTo(written);
    assertThat(Durations.read(written)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "s",
        "5S",
        "5 s",
        "5s ",
        "+5s",
        "-5s",
        "5.0s",
        "5e3s",
        "5ms5s",
        "5s5s",
        "5us",
        "1234567890s",
        "\u0665s",
        "PT5S",
        "5s\n"
      })
  void whatIsNoDurationIsNotTakenForOne(String text) {
    assertThat(Durations.read(text)).isEmpty();
  }
}
