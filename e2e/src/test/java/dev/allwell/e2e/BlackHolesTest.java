package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.fleet.Fleet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rhythm of checks beside targets that never answer, by the fleet's own log.
@Tag("alone")
class BlackHolesTest {
  private static final int SERVICES = 500;

  @TempDir private Path folder;

  @Test
  void aHundredBlackHolesLeaveTheRhythmOfTheOthersAlone() throws Exception {
    try (var fleet = Fleet.of(SERVICES, i -> i % 5 == 0);
        var server = Server.on(folder)) {
      for (int i = 0; i < SERVICES; i++) {
        var json =
            "{\"id\":\"s-%d\",\"url\":\"%s\",\"interval\":\"2s\",\"timeout\":\"1500ms\"}"
                .formatted(i, fleet.url(i));
        assertThat(server.register(json).statusCode()).isEqualTo(201);
      }
      server.await("/status/s-1", body -> fleet.log().of(1).length >= 12, Server.LONG);
      var rare =
          IntStream.range(0, SERVICES)
              .filter(i -> i % 5 != 0)
              .filter(i -> missed(fleet.log().gaps(i)) > 1)
              .boxed()
              .collect(Collectors.toList());
      assertThat(rare).isEmpty();
      assertThat(server.get("/status/s-0").body()).contains("\"health\":\"dead\"");
      assertThat(server.get("/status/s-1").body()).contains("\"health\":\"healthy\"");
    }
  }

  /// Gaps so long that a beat fell out; the first one belongs to the joining of the phase.
  private static long missed(long[] gaps) {
    return Arrays.stream(gaps).skip(1).filter(gap -> gap > 3_900_000_000L).count();
  }
}
