package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.fleet.Fleet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The live stream of the packaged server.
class StreamTest {
  @TempDir private Path folder;

  @Test
  void aChangeIsToldAndSoIsTheEndWhichNoReaderHoldsUp() throws Exception {
    try (var client = HttpClient.newHttpClient(); // closed last: it waits for streams to end
        var fleet = Fleet.of(1);
        var server = Server.on(folder)) {
      var request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/stream")).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(server.register("{\"id\":\"a\",\"url\":\"" + fleet.url(0) + "\"}").statusCode())
          .isEqualTo(201);
      var lines = answer.body().iterator();

      assertThat(next(lines, "event: ")).isEqualTo("event: change");
      assertThat(next(lines, "data: "))
          .contains("\"id\":\"a\"", "\"health\":\"healthy\"", "\"before\":\"unknown\"");
      server.process().signal("TERM");
      assertThat(next(lines, "event: ")).isEqualTo("event: end");
      assertThat(server.process().awaitExit(Duration.ofSeconds(10))).isZero();
    }
  }

  private static String next(Iterator<String> lines, String begin) {
    var line = lines.next();
    while (!line.startsWith(begin)) {
      line = lines.next();
    }
    return line;
  }
}
