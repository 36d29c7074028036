package dev.allwell.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/// A server that runs, and how a command speaks to it: by its native API, with the token that lies
/// in its data folder.
final class Remote {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOWEST_ERROR = 400;

  @Option(
      names = "--url",
      paramLabel = "url",
      defaultValue = "http://" + Address.DEFAULT,
      description = "Where the server listens. Default: ${DEFAULT-VALUE}")
  private URI url;

  @Option(
      names = "--data",
      paramLabel = "dir",
      defaultValue = Settings.DEFAULT_DATA,
      description =
          "The server's data folder, whose file admin-token says that you may."
              + " Default: ./${DEFAULT-VALUE}")
  private Path data;

  /// Asks for a document.
  ///
  /// @throws RemoteException when there is none
  JsonNode get(String path) {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  JsonNode post(String path, JsonNode body) {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
        path);
  }

  void delete(String path) {
    send(HttpRequest.newBuilder().DELETE(), path);
  }

  private JsonNode send(HttpRequest.Builder request, String path) {
    var server = url.toString().replaceFirst("/$", "");
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      var complete =
          request
              .uri(URI.create(server + path))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token())
              .build();
      var answer = client.send(complete, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= LOWEST_ERROR) {
        throw new RemoteException(server + " refused: " + reason(answer));
      }
      return JSON.readTree(answer.body());
    } catch (IOException | IllegalArgumentException e) {
      throw new RemoteException("cannot speak to " + server + ": " + said(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException("interrupted while asking " + server, e);
    }
  }

  private String token() {
    var file = data.resolve("admin-token");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new RemoteException(
          "cannot read "
              + file
              + ", which the server's first start makes: say with --data which folder it works in",
          e);
    }
  }

  private static String reason(HttpResponse<String> answer) {
    try {
      var problem = JSON.readTree(answer.body());
      var text = new StringBuilder(problem.path("detail").asText());
      for (var fault : problem.path("errors")) {
        text.append("; ").append(fault.path("pointer").asText().replaceFirst("^#/?", ""));
        text.append(": ").append(fault.path("detail").asText());
      }
      return text.isEmpty() ? "status " + answer.statusCode() : text.toString();
    } catch (IOException e) {
      return "status " + answer.statusCode();
    }
  }

  private static String said(Exception trouble) {
    var message = trouble.getMessage();
    return message == null ? trouble.getClass().getSimpleName() : message;
  }
}
