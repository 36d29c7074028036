package dev.allwell.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarbonTest {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private Carbon carbon;
  private final Instant from = Instant.now().minusSeconds(600);

  @BeforeEach
  void start() {
    carbon = Carbon.in(folder);
  }

  @AfterEach
  void stop() {
    carbon.close();
  }

  private void send(String text) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(carbon.nook().address());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void aPointIsKeptAtItsSecond() throws IOException {
    long second = from.getEpochSecond();
    send("a.b-c 1 %d\na.b-c 0 %d\n".formatted(second + 7, second + 8));

    var points = carbon.awaitPoints("a.b-c", from, all -> all.size() == 2, DEADLINE);
    assertThat(points).isEqualTo(Map.of(second + 7, 1.0, second + 8, 0.0));
    assertThat(carbon.points("a.b", from)).isEmpty();
  }

  @Test
  void itComesBackToTheSamePlaceWithWhatItHad() throws IOException {
    long second = from.getEpochSecond();
    send("a 1 %d\n".formatted(second));
    carbon.awaitPoints("a", from, all -> all.size() == 1, DEADLINE);
    carbon.kill();
    assertThatThrownBy(() -> send("a 1 0\n")).isInstanceOf(IOException.class);

    carbon.restart();
    send("a 0 %d\n".formatted(second + 1));
    var points = carbon.awaitPoints("a", from, all -> all.size() == 2, DEADLINE);
    assertThat(points).isEqualTo(Map.of(second, 1.0, second + 1, 0.0));
  }
}
