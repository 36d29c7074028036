package dev.allwell.tracker.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// An application that has really been started, with all the auto-configurations that its class
/// path brings, on a port that the system chose.
final class Started implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private Started(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static Started application(Class<?> application, String... properties) {
    List<String> words =
        new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off"));
    for (String property : properties) {
      words.add("--" + property);
    }
    return new Started(SpringApplication.run(application, words.toArray(String[]::new)));
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  int port() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    if (server == null) {
      throw new AssertionError("there is no web server");
    }
    return server.getPort();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofMinutes(1))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
    http.shutdownNow();
  }
}
