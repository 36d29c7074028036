package dev.allwell.examples.svc2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Pattern COUNTS =
      Pattern.compile("\"request_count\":(\\d+),\"error_count\":(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private ChildProcess svc2;
  private URI url;

  @BeforeEach
  void start() {
    // port 1 of loopback is nobody's: it keeps trying to register and serves all the same
    svc2 =
        Command.java("-cp", System.getProperty("java.class.path"), Main.class.getName())
            .plus("--port", "0", "--server", "http://127.0.0.1:1")
            .start();
    String line = svc2.awaitLine("listening on", LONG);
    url = URI.create(line.substring(line.indexOf("http://")));
  }

  @AfterEach
  void end() {
    client.close();
    svc2.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).timeout(LONG).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pollsAloneTakeItsErrorRateOverOneFifthForGoodFromThe16th() throws Exception {
    List<Long> within = new ArrayList<>();
    for (long poll = 1; poll <= 400; poll++) {
      HttpResponse<String> answer = get("/health");
      Matcher counts = COUNTS.matcher(answer.body());
      assertThat(counts.find()).as(answer.body()).isTrue();
      long errors = Long.parseLong(counts.group(2));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Long.parseLong(counts.group(1))).isEqualTo(poll);
      if ((double) errors / poll <= 0.2) {
        within.add(poll);
      }
    }

    assertThat(within).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 10L, 11L, 15L);
  }

  @Test
  void aPersonSeesEveryFourthRequestFail() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int request = 1; request <= 8; request++) {
      statuses.add(get("/").statusCode());
    }

    assertThat(statuses).containsExactly(200, 200, 200, 500, 200, 200, 200, 500);
  }
}
