package dev.allwell.examples.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Tells an Allwell server that this service exists: tries until the server says 201, then renews
/// the word for ever, so that a server that lost its data knows the service again.
///
/// Has one thread of its own and never fails towards the service; `tell` hears of each change
/// between registered and not, and of each new cause, but not of each attempt.
final class Announcement implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpRequest request;
  private final Rhythm rhythm;
  private final Consumer<String> tell;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final RandomGenerator random = RandomGenerator.getDefault();

  /// @param rhythm how long to wait between attempts and between renewals
  Announcement(URI server, String registration, Rhythm rhythm, Consumer<String> tell) {
    this.request =
        HttpRequest.newBuilder(server.resolve("/register"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(registration))
            .build();
    this.rhythm = rhythm;
    this.tell = tell;
  }

  /// How often to speak: after failures, and after success.
  record Rhythm(Backoff backoff, Duration renewal) {
    static final Rhythm USUAL = new Rhythm(Backoff.USUAL, Duration.ofSeconds(60));
  }

  void start() {
    Thread.ofVirtual().name("announcement").start(this::speak);
  }

  private void speak() {
    try {
      String last = "";
      int failures = 0;
      Duration wait = Duration.ZERO;
      while (!closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        String trouble = send();
        failures = trouble.isEmpty() ? 0 : failures + 1;
        wait = failures == 0 ? rhythm.renewal() : rhythm.backoff().wait(failures, random);
        String line = told(trouble);
        if (!line.equals(last)) {
          last = line;
          tell.accept(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String told(String trouble) {
    return trouble.isEmpty()
        ? "registered at " + request.uri()
        : "not registered at " + request.uri() + " yet, trying on: " + trouble;
  }

  /// Why the server did not take the registration; empty when it did.
  private String send() throws InterruptedException {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 201
          ? ""
          : "it answered " + answer.statusCode() + " " + answer.body().strip();
    } catch (IOException e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
  }
}
