package dev.allwell.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stock Prometheus on a free loopback port that scrapes one target every second.
public final class Prometheus implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 100;
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

  private final ChildProcess process;
  private final HttpClient client;
  private final String address;

  private Prometheus(ChildProcess process, HttpClient client, String address) {
    this.process = process;
    this.client = client;
    this.address = address;
  }

  /// Starts one that scrapes `/metrics` of `target` (`host:port`) and keeps its files in `folder`.
  ///
  /// @throws AssertionError when the machine has none or it does not start
  public static Prometheus scraping(String target, Path folder) {
    String program = Tool.find("prometheus", "prometheus");
    ChildProcess process = Command.of(program).plus(arguments(target, folder)).start();
    try {
      String line = process.awaitLine("msg=\"Listening on\" address=127.0.0.1:", TO_START);
      Matcher address = ADDRESS.matcher(line);
      if (!address.find()) {
        throw new AssertionError("no address in: " + line);
      }
      return new Prometheus(process, HttpClient.newHttpClient(), address.group());
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  /// The JSON answer to the instant query `promql`.
  public String query(String promql) {
    String encoded = URLEncoder.encode(promql, StandardCharsets.UTF_8);
    URI uri = URI.create("http://" + address + "/api/v1/query?query=" + encoded);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TO_START).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("Prometheus at " + address + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while asking Prometheus", e);
    }
  }

  /// The first answer to `promql` that is `wanted`, asked again and again until `deadline`.
  public String awaitQuery(String promql, Predicate<String> wanted, Duration deadline) {
    CompletableFuture<String> found = new CompletableFuture<>();
    Runnable ask =
        () -> {
          try {
            String answer = query(promql);
            if (wanted.test(answer)) {
              found.complete(answer);
            }
          } catch (UncheckedIOException | AssertionError e) {
            found.completeExceptionally(e);
          }
        };
    try (ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor()) {
      var asking = clockwork.scheduleWithFixedDelay(ask, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
      try {
        return found.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        throw new AssertionError("no wanted answer to " + promql + "; last: " + query(promql), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while asking Prometheus", e);
      } finally {
        asking.cancel(true);
      }
    }
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }

  private static String[] arguments(String target, Path folder) {
    Path config = folder.resolve("prometheus.yml");
    String text =
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - {job_name: allwell, static_configs: [{targets: ["%s"]}]}
        """
            .formatted(target);
    try {
      Files.writeString(config, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + config, e);
    }
    return new String[] {
      "--config.file=" + config,
      "--storage.tsdb.path=" + folder.resolve("data"),
      "--web.listen-address=127.0.0.1:0"
    };
  }
}
