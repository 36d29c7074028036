package dev.allwell.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A web service on loopback that counts its requests and tells its health.
///
/// * `/health` answers 200 with uptime, counts and attributes, whatever the counts say.
/// * `/` (and any other path) is the work a person can drive: 200, or 500 when that request counts
///   an error.
///
/// Each request is counted, those to `/health` too, before it is answered: the n-th request to
/// `/health` speaks of n requests.
final class ExampleService implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Counter counter;
  private final Map<String, String> attributes;

  /// Listens from here on; answers once started.
  ///
  /// @param port 0 takes a free one
  /// @throws IOException when the port cannot be had
  ExampleService(int port, ErrorRule rule, Map<String, String> attributes) throws IOException {
    this.counter = new Counter(rule);
    this.attributes = Map.copyOf(attributes);
    this.http =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    http.setExecutor(threads);
    http.createContext("/health", this::health);
    http.createContext("/", this::work);
  }

  void start() {
    http.start();
  }

  /// Where it answers.
  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void health(HttpExchange exchange) throws IOException {
    Counts counts = counter.count().counts();
    long uptimeMillis = ManagementFactory.getRuntimeMXBean().getUptime();
    String document =
        Json.object(
            Map.of(
                "uptime_sec",
                uptimeMillis / 1000,
                "request_count",
                counts.requests(),
                "error_count",
                counts.errors(),
                "attributes",
                attributes));
    answer(exchange, 200, "application/json", document);
  }

  private void work(HttpExchange exchange) throws IOException {
    Counter.Seen seen = counter.count();
    String line = "request " + seen.counts().requests() + (seen.error() ? ": an error" : ": fine");
    answer(exchange, seen.error() ? 500 : 200, "text/plain; charset=utf-8", line + "\n");
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
