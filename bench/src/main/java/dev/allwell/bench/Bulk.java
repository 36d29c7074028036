package dev.allwell.bench;

import static dev.allwell.bench.Figures.decimal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How long do many services take through the API: stated in bulk, stated again unchanged, changed,
/// and listed page by page while they are checked?
final class Bulk {
  private static final int A_CALL = 10_000;
  private static final int PAGES = 200;

  private final int services;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<List<String>> rows = new ArrayList<>();

  private Bulk(int services) {
    this.services = services;
  }

  static int run(List<String> words) throws InterruptedException {
    var read = new Words(words);
    int services = read.number("services", 100_000);
    var json = read.path("json").orElse(Path.of("bench/target/bulk.json"));
    read.refuseTheRest();
    new Bulk(services).measure(json);
    return 0;
  }

  private void measure(Path json) throws InterruptedException {
    try (var folder = Folder.make();
        var server = Served.start(folder.path().resolve("store"));
        http) {
      var token = token(folder.path().resolve("store"));
      row("stated, seconds", () -> state(server.url(), token, "1h"));
      row("the same again, seconds", () -> state(server.url(), token, "1h"));
      row("changed, seconds", () -> state(server.url(), token, "2h"));
      pages(server.url(), token);
      rows.add(List.of("resident, MiB", decimal(server.meter().residentMib(), 0)));
    }
    var figures = new Figures("bulk");
    figures.table(services + " services, " + A_CALL + " a call", List.of("what", "figure"), rows);
    figures.put("rows", rows);
    figures.write(json);
  }

  private static String token(Path data) {
    try {
      var file = data.resolve("admin-token");
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw Unfit.measured("the token cannot be read: " + e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws InterruptedException;
  }

  private void row(String what, Step step) throws InterruptedException {
    long before = System.nanoTime();
    step.run();
    rows.add(List.of(what, decimal((System.nanoTime() - before) / 1e9, 2)));
  }

  private void state(String url, String token, String interval) throws InterruptedException {
    for (int from = 0; from < services; from += A_CALL) {
      var body =
          IntStream.range(from, Math.min(services, from + A_CALL))
              .mapToObj(i ->
                  "{\"name\":\"service-%d\",\"url\":\"http://127.0.0.1:1/%d\",\"interval\":\"%s\"}"
                      .formatted(i, i, interval))
              .collect(Collectors.joining(",", "{\"services\":[", "]}"));
      ask(request(url + "/api/v1/bulk", token).POST(HttpRequest.BodyPublishers.ofString(body)));
    }
  }

  private void pages(String url, String token) throws InterruptedException {
    for (var query : List.of("limit=100", "limit=100&sort=-name", "limit=100&q=service-99")) {
      var millis = new double[PAGES];
      for (int i = 0; i < PAGES; i++) {
        long before = System.nanoTime();
        ask(request(url + "/api/v1/services?" + query, token).GET());
        millis[i] = (System.nanoTime() - before) / 1e6;
      }
      Arrays.sort(millis);
      rows.add(List.of("page ?" + query + ", ms p50", decimal(millis[PAGES / 2], 1)));
      rows.add(List.of("page ?" + query + ", ms p99", decimal(millis[PAGES * 99 / 100], 1)));
    }
  }

  private static HttpRequest.Builder request(String url, String token) {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private void ask(HttpRequest.Builder request) throws InterruptedException {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw Unfit.measured("it answers " + answer.statusCode() + ": " + answer.body());
      }
    } catch (IOException e) {
      throw Unfit.measured("it does not answer: " + e);
    }
  }
}
