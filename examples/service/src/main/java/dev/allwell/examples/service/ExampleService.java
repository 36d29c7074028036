package dev.allwell.examples.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.TrackedHttpServer;
import java.io.IOException;
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
/// `/health` speaks of n requests. An application counts what it answered and leaves `/health` out,
/// as [TrackedHttpServer#recording(StatusCodeTracker)] does; here polls alone shall drive the rate.
final class ExampleService implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ErrorRule rule;

  /// No number of errors makes `/health` anything but 200: what Allwell shall see is their rate.
  private final StatusCodeTracker tracker =
      StatusCodeTracker.builder().errorThreshold(Integer.MAX_VALUE).build();

  /// Listens from here on; answers once started.
  ///
  /// @param port 0 takes a free one
  /// @throws IOException when the port cannot be had
  ExampleService(int port, ErrorRule rule, Map<String, String> attributes) throws IOException {
    this.rule = rule;
    this.http =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    HealthPage page = HealthPage.monitor(tracker, () -> attributes);
    http.setExecutor(threads);
    http.createContext("/health", TrackedHttpServer.health(page))
        .getFilters()
        .add(Filter.beforeHandler("counts each request", exchange -> count()));
    http.createContext("/", this::work);
  }

  void start() {
    http.start();
  }

  /// Where it answers.
  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// Counts a request, one at a time, so that each has a number of its own.
  ///
  /// @return its number, from 1
  private synchronized long count() {
    long request = tracker.snapshot().requests() + 1;
    tracker.record(status(request));
    return request;
  }

  private int status(long request) {
    return rule.isError(request) ? 500 : 200;
  }

  private void work(HttpExchange exchange) throws IOException {
    long request = count();
    int status = status(request);
    String line = "request " + request + (status == 200 ? ": fine" : ": an error") + "\n";
    try (exchange) {
      byte[] body = line.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
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
    tracker.close();
  }
}
