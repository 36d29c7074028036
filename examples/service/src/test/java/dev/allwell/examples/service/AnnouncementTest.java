package dev.allwell.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final String WORD = "{\"id\":\"a\"}";
  private static final Announcement.Rhythm QUICK =
      new Announcement.Rhythm(
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)), Duration.ofMillis(20));
  private static final Announcement.Rhythm NEVER_AGAIN =
      new Announcement.Rhythm(QUICK.backoff(), Duration.ofDays(1));

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T head = queue.poll(60, TimeUnit.SECONDS);
    assertThat(head).as("within a minute").isNotNull();
    return java.util.Objects.requireNonNull(head);
  }

  private Announcement announcement(URI server, Announcement.Rhythm rhythm) {
    return new Announcement(server, WORD, rhythm, told::add);
  }

  /// An Allwell that takes what it gets as it is told to.
  private static final class FakeAllwell implements AutoCloseable {
    final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> answers;
    private final HttpServer http;

    FakeAllwell(int port, List<Integer> answers) throws IOException {
      this.answers = new LinkedBlockingQueue<>(answers);
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      http.createContext(
          "/register",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            taken.add(exchange.getRequestMethod() + " " + body);
            Integer answer = this.answers.poll();
            exchange.sendResponseHeaders(answer == null ? 201 : answer, -1);
            exchange.close();
          });
      http.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  @Nested
  class WithAServerThatTakesIt {
    @Test
    void itIsPostedOnceAndThenRests() throws Exception {
      try (FakeAllwell allwell = new FakeAllwell(0, List.of());
          Announcement announcement = announcement(allwell.url(), NEVER_AGAIN)) {
        announcement.start();

        assertThat(next(told)).isEqualTo("registered at " + allwell.url() + "/register");
        assertThat(allwell.taken).containsExactly("POST " + WORD);
      }
    }

    @Test
    void itIsRenewedWithoutSayingSoAgain() throws Exception {
      try (FakeAllwell allwell = new FakeAllwell(0, List.of());
          Announcement announcement = announcement(allwell.url(), QUICK)) {
        announcement.start();
        for (int renewal = 0; renewal < 5; renewal++) {
          assertThat(next(allwell.taken)).isEqualTo("POST " + WORD);
        }

        assertThat(told).hasSize(1);
      }
    }
  }

  @Nested
  class WithAServerInTrouble {
    @Test
    void itIsTriedUntilTheServerSaysCreated() throws Exception {
      try (FakeAllwell allwell = new FakeAllwell(0, List.of(503, 503, 400, 200));
          Announcement announcement = announcement(allwell.url(), NEVER_AGAIN)) {
        announcement.start();

        assertThat(next(told)).contains("not registered").contains("it answered 503");
        assertThat(next(told)).contains("it answered 400");
        assertThat(next(told)).contains("it answered 200");
        assertThat(next(told)).startsWith("registered at");
        assertThat(allwell.taken).hasSize(5);
      }
    }

    @Test
    void itIsTriedUntilThereIsAServer() throws Exception {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      URI server = URI.create("http://127.0.0.1:" + port);
      try (Announcement announcement = announcement(server, QUICK)) {
        announcement.start();
        assertThat(next(told)).startsWith("not registered at " + server);
        try (FakeAllwell allwell = new FakeAllwell(port, List.of())) {
          assertThat(next(allwell.taken)).isEqualTo("POST " + WORD);
          assertThat(next(told)).startsWith("registered at " + server);
        }

        assertThat(next(told)).as("once the server is gone").startsWith("not registered");
      }
    }
  }
}
