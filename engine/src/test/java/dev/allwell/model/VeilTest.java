package dev.allwell.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VeilTest {
  @ParameterizedTest
  @CsvSource({
    "http://a.test/x, http://a.test/x",
    "http://a.test/x?, http://a.test/x?",
    "http://a.test/x?token=s3cret, http://a.test/x?token=***",
    "http://a.test?a=1&b=2=3&c=, http://a.test?a=***&b=***&c=***",
    "http://a.test/?s3cret, http://a.test/?***",
    "/x?a=1&&s3cret&, /x?a=***&&***&",
    "/x?a?b=1?c=2, /x?a?b=***",
    "/x?=s3cret, /x?=***",
    "tcp://a.test:1, tcp://a.test:1"
  })
  void ofAQueryTheNamesAloneAreShown(String url, String shown) {
    assertThat(Veil.over(url)).isEqualTo(shown);
    assertThat(Veil.over(shown)).as("again").isEqualTo(shown);
  }
}
