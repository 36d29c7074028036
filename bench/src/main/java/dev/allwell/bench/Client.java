package dev.allwell.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Speaks to the server under load.
final class Client implements AutoCloseable {
  private static final int AT_ONCE = 64;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;

  Client(String server) {
    this.server = server;
  }

  /// Registers services, 64 requests at a time.
  ///
  /// @throws IllegalStateException when one is refused
  void register(int services, java.util.function.IntFunction<String> body)
      throws InterruptedException {
    var room = new Semaphore(AT_ONCE);
    var refused = new AtomicInteger();
    for (int i = 0; i < services; i++) {
      var request =
          HttpRequest.newBuilder(URI.create(server + "/register"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body.apply(i)))
              .build();
      room.acquire();
      http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
          .whenComplete((answer, cause) -> {
            room.release();
            if (cause != null || answer.statusCode() != 201) {
              refused.incrementAndGet();
            }
          })
          .exceptionally(cause -> null);
    }
    room.acquire(AT_ONCE);
    if (refused.get() > 0) {
      throw new IllegalStateException(refused.get() + " registrations were refused");
    }
  }

  String get(String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server + path)).build();
    try {
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).get().body();
    } catch (ExecutionException e) {
      throw new IllegalStateException("GET " + path + " failed", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
