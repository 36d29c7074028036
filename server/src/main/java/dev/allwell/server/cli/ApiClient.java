package dev.allwell.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Speaks to the native API of a running server.
final class ApiClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI server;
  private final Optional<String> token;

  ApiClient(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  /// What is read at a path.
  ///
  /// @throws ServerRefused when it cannot be had
  Map<String, Object> get(String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ServerRefused(
            "%s answers %d: %s".formatted(server, answer.statusCode(), detail(answer.body())));
      }
      return JSON.readValue(answer.body(), OBJECT);
    } catch (JsonProcessingException e) {
      throw new ServerRefused(server + " is no Allwell server: its answer is not JSON", e);
    } catch (IOException e) {
      var said = e.getMessage() == null ? "nobody listens there" : e.getMessage();
      throw new ServerRefused(server + " cannot be reached: " + said, e);
    }
  }

  private static String detail(String body) {
    try {
      var problem = JSON.readTree(body);
      return problem.path("detail").asText(problem.path("error").asText("no reason given"));
    } catch (JsonProcessingException e) {
      return "no reason given";
    }
  }

  /// @throws ServerRefused when it is no object
  @SuppressWarnings("unchecked") // JSON has no other kind of object
  static Map<String, Object> map(@Nullable Object value) {
    if (value instanceof Map) {
      return (Map<String, Object>) value;
    }
    throw new ServerRefused("the server is no Allwell server, or of another version");
  }

  /// @throws ServerRefused when it is no list of objects
  static List<Map<String, Object>> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ApiClient::map).toList();
    }
    throw new ServerRefused("the server is no Allwell server, or of another version");
  }
}
