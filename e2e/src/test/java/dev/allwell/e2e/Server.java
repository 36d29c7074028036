package dev.allwell.e2e;

import dev.allwell.testkit.process.ChildProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The packaged server as a process of its own, on a free port, and how one speaks to it.
final class Server implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ChildProcess process;
  private final String url;

  private Server(ChildProcess process) {
    this.process = process;
    this.url = process.awaitLine("http://", LONG).replaceAll(".*?(http://[0-9.:]+[0-9]).*", "$1");
  }

  static Server on(Path data) {
    return new Server(
        Product.allwell("serve", "--listen", "127.0.0.1:0", "--data", data.toString()).start());
  }

  /// A server that somebody else started.
  static Server of(ChildProcess process) {
    return new Server(process);
  }

  ChildProcess process() {
    return process;
  }

  String url() {
    return url;
  }

  int port() {
    return URI.create(url).getPort();
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> register(String json) throws Exception {
    return send(
        request("/register", "Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /// A write of the native API.
  HttpResponse<String> post(String path, String json, String... headers) throws Exception {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpResponse<String> delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  /// Asks until the body is as wanted, and answers with it.
  String await(String path, Predicate<String> wanted, Duration deadline) throws Exception {
    long until = System.nanoTime() + deadline.toNanos();
    var body = get(path).body();
    while (!wanted.test(body)) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(path + " still says " + body);
      }
      LockSupport.parkNanos(20_000_000);
      body = get(path).body();
    }
    return body;
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var builder = HttpRequest.newBuilder(URI.create(url + path)).timeout(LONG);
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }
}
