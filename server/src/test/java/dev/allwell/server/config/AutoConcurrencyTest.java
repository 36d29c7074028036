package dev.allwell.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoConcurrencyTest {
  @ParameterizedTest
  @CsvSource({
    "1024, 512",
    "1025, 512",
    "32767, 16383",
    "32768, 16384",
    "1048576, 16384",
    "9223372036854775807, 16384",
    "-1, 16384",
    "2, 1",
    "1, 1",
    "0, 1"
  })
  void itIsHalfOfTheDescriptorsAnd16384AtMost(long descriptors, int places) {
    assertThat(Settings.autoConcurrency(descriptors)).isEqualTo(places);
  }

  @Test
  void itIsOfTheDescriptorsThatThisProcessMayHave() throws Exception {
    var limit =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max open files"))
            .map(line -> line.replaceFirst("^Max open files +", "").replaceFirst(" .*", ""))
            .findFirst()
            .orElseThrow();
    long descriptors = limit.equals("unlimited") ? -1 : Long.parseLong(limit);

    assertThat(Settings.autoConcurrency()).isEqualTo(Settings.autoConcurrency(descriptors));
    assertThat(Settings.byDefault().concurrency()).isEqualTo(Settings.autoConcurrency());
  }
}
