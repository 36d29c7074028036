package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.Snapshot;
import dev.allwell.tracker.StatusCodeTracker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What each contract stands on: a container, an application that is counted, a client.
abstract class ContainerContract {
  static final int HUNG_UP = 0;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  final StatusCodeTracker tracker = StatusCodeTracker.create();
  final StatusCodeFilter filter = new StatusCodeFilter(tracker);
  final Application application = new Application();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Container container;
  private URI root = URI.create("http://not-started.invalid");
  private boolean closed;

  abstract Container container() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    container = container();
  }

  @AfterEach
  void stop() throws Exception {
    closeContainer();
    tracker.close();
  }

  /// Starts the application behind the filter.
  void start() throws Exception {
    application.with(filter::register);
    startBare();
  }

  void startBare() throws Exception {
    root = container.start(application);
  }

  int get(String path) throws Exception {
    return send("GET", path).statusCode();
  }

  HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(request(method, path, ""), BodyHandlers.ofString());
  }

  HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(root + path))
        .timeout(DEADLINE)
        .method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .build();
  }

  HttpClient client() {
    return client;
  }

  /// The status of what may break off, or [#HUNG_UP] if it did. By POST and on a connection of its
  /// own: the client would send a GET again by itself.
  int post(String path) throws Exception {
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(request("POST", path, ""), BodyHandlers.ofString())
          .statusCode();
    } catch (IOException brokenOff) {
      return HUNG_UP;
    }
  }

  /// Waits until all is recorded, stops the container, so that nothing can be recorded twice any
  /// more, and compares.
  void assertCounted(long requests, long errors) throws Exception {
    assertCounted(tracker, requests, errors);
  }

  void assertCounted(StatusCodeTracker counting, long requests, long errors) throws Exception {
    await(() -> {
      Snapshot now = counting.snapshot();
      return now.requests() >= requests && now.errors() >= errors;
    });
    closeContainer();
    Snapshot end = counting.snapshot();
    assertThat(end.requests()).as("requests").isEqualTo(requests);
    assertThat(end.errors()).as("errors").isEqualTo(errors);
    assertThat(end.errorsInWindow()).as("errors in window").isEqualTo(errors);
  }

  void await(BooleanSupplier met) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!met.getAsBoolean() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void closeContainer() throws Exception {
    if (!closed) {
      closed = true;
      container.close();
    }
  }
}
