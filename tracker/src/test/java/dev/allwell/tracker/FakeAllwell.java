package dev.allwell.tracker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// A server that notes what it is asked and answers as it is told to; 201 to a POST and 204 to a
/// DELETE unless told otherwise.
final class FakeAllwell implements AutoCloseable {
  final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Told> answers = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;

  FakeAllwell() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  record Asked(String method, String path, Optional<String> token, String body) {}

  record Told(int status, String retryAfter, String body) {}

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  void tell(int status, String body) {
    tell(status, "", body);
  }

  void tell(int status, String retryAfter, String body) {
    answers.add(new Told(status, retryAfter, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      asked.add(
          new Asked(
              method,
              exchange.getRequestURI().toString(),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      Told told = answers.poll();
      if (told == null) {
        exchange.sendResponseHeaders(method.equals("POST") ? 201 : 204, -1);
        return;
      }
      if (!told.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", told.retryAfter());
      }
      byte[] body = told.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(told.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
