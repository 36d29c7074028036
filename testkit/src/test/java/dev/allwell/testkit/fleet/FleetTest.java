package dev.allwell.testkit.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static Socket ask(String url) throws Exception {
    var uri = URI.create(url);
    var socket = new Socket(uri.getHost(), uri.getPort());
    var request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: fleet\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void eachServiceAnswersAndLogsItsArrivals() throws Exception {
    try (var fleet = Fleet.of(20)) {
      for (int i = 0; i < 3; i++) {
        try (var socket = ask(fleet.url(13))) {
          assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
              .startsWith("HTTP/1.1 200 OK");
        }
      }
      assertThat(fleet.log().of(13)).hasSize(3).isSorted();
      assertThat(fleet.log().gaps(13)).hasSize(2);
      assertThat(fleet.log().total()).isEqualTo(3);
    }
  }

  @Test
  void aBlackHoleTakesTheRequestAndNeverAnswers() throws Exception {
    try (var fleet = Fleet.of(2, service -> service == 1);
        var socket = ask(fleet.url(1))) {
      while (fleet.log().total() == 0) {
        Thread.onSpinWait();
      }
      socket.setSoTimeout(200);
      assertThat(socket.getInputStream().available()).isZero();
    }
  }
}
