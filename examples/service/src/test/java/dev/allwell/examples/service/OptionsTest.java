package dev.allwell.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void withoutWordsTheUsualHolds() {
    assertThat(Options.parse(4001))
        .isEqualTo(new Options(4001, URI.create("http://127.0.0.1:4000"), OptionalLong.empty()));
  }

  @Test
  void eachOptionIsTaken() {
    Options options =
        Options.parse(1, "--port", "0", "--server", "http://[::1]:5000", "--exit-with", "77");

    assertThat(options)
        .isEqualTo(new Options(0, URI.create("http://[::1]:5000"), OptionalLong.of(77)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port | x | --port: x is not a number",
        "--port | 65536 | '--port: 65536, expected 0 to 65535'",
        "--port | -1 | '--port: -1, expected 0 to 65535'",
        "--server | ftp://x | '--server: ftp://x, expected http://host:port'",
        "--colour | red | --colour: no such option"
      })
  void aWrongWordIsNamed(String name, String value, String message) {
    assertThatThrownBy(() -> Options.parse(1, name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void anOptionWithoutItsValueIsNamed() {
    assertThatThrownBy(() -> Options.parse(1, "--port"))
        .hasMessage("--port: expected an option and its value");
  }
}
