package dev.allwell.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Speaks to the native API of a running server.
final class ApiClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LOWEST_ERROR = 400;
  private static final int UNKNOWN = 401;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI server;
  private final Optional<String> token;
  private final String advice;

  /// @param advice told when the server wants a token and there is none
  ApiClient(URI server, Optional<String> token, String advice) {
    this.server = server;
    this.token = token;
    this.advice = advice;
  }

  /// What is read at a path.
  ///
  /// @throws ServerRefused when it cannot be had
  JsonNode get(String path) throws InterruptedException {
    return send(path, HttpRequest.newBuilder().GET());
  }

  /// What is answered to a body.
  ///
  /// @throws ServerRefused when it is not taken
  JsonNode post(String path, JsonNode body) throws InterruptedException {
    return send(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /// @throws ServerRefused when it stays
  void delete(String path) throws InterruptedException {
    send(path, HttpRequest.newBuilder().DELETE());
  }

  private JsonNode send(String path, HttpRequest.Builder request) throws InterruptedException {
    request.uri(server.resolve(path)).timeout(PATIENCE);
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= LOWEST_ERROR) {
        throw new ServerRefused(
            "%s answers %d: %s".formatted(server, answer.statusCode(), reason(answer)));
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new ServerRefused(server + " is no Allwell server: its answer is not JSON", e);
    } catch (IOException e) {
      var said = e.getMessage() == null ? "nobody listens there" : e.getMessage();
      throw new ServerRefused(server + " cannot be reached: " + said, e);
    } catch (IllegalArgumentException e) {
      throw new ServerRefused("the token cannot be shown: " + e.getMessage(), e);
    }
  }

  private String reason(HttpResponse<String> answer) {
    var told = detail(answer.body());
    return answer.statusCode() == UNKNOWN && token.isEmpty() ? told + "; " + advice : told;
  }

  private static String detail(String body) {
    try {
      var problem = JSON.readTree(body);
      var text = new StringBuilder(problem.path("detail").asText(problem.path("error").asText()));
      for (var fault : problem.path("errors")) {
        text.append("; ").append(fault.path("pointer").asText().replaceFirst("^#/?", ""));
        text.append(": ").append(fault.path("detail").asText());
      }
      return text.isEmpty() ? "no reason given" : text.toString();
    } catch (JsonProcessingException e) {
      return "no reason given";
    }
  }

  /// @throws ServerRefused when it is no list
  static JsonNode list(JsonNode value) {
    if (!value.isArray()) {
      throw new ServerRefused("the server is no Allwell server, or of another version");
    }
    return value;
  }

  /// @throws ServerRefused when it is no object
  static Map<String, Object> map(JsonNode value) {
    if (!value.isObject()) {
      throw new ServerRefused("the server is no Allwell server, or of another version");
    }
    return JSON.convertValue(value, OBJECT);
  }
}
