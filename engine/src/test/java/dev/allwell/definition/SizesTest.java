package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0B, 0, 0B",
    "512B, 512, 512B",
    "1024B, 1024, 1KiB",
    "64KiB, 65536, 64KiB",
    "1536KiB, 1572864, 1536KiB",
    "1MiB, 1048576, 1MiB",
    "999999999MiB, 2147483647, 2147483647B",
  })
  void aSizeIsReadAndWritten(String text, int bytes, String written) {
    assertThat(Sizes.read(text)).hasValue(bytes);
    assertThat(Sizes.text(bytes)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "KiB", "64KB", "64kib", "64 KiB", "-1KiB", "1.5MiB", "9999999999B"})
  void anythingElseIsNone(String text) {
    assertThat(Sizes.read(text)).isEmpty();
  }
}
