package dev.allwell.tracker.spring;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The way in of an Allwell server, which takes each registration and remembers what it heard.
final class AllwellStub implements AutoCloseable {
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final HttpServer server;

  record Heard(String method, String path, String token, String body) {}

  AllwellStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var token = exchange.getRequestHeaders().getFirst("Authorization");
          heard.add(
              new Heard(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  token == null ? "" : token,
                  body));
          exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 201 : 204, -1);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What is heard next, within a minute.
  Heard next() throws InterruptedException {
    var next = heard.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was heard for a minute");
    }
    return next;
  }

  boolean heardNothing() {
    return heard.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
