package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A day of a team in a minute: a file, a token, the API, the recorder, the stream, history.
class WholeTest {
  @TempDir private Path folder;
  private String bearer = "";

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aFileIsServedManagedWatchedReloadedAndExported() throws Exception {
    try (var targets = new FiveKinds()) {
      var file =
          """
          trust-loopback: false
          tokens: [{name: ci, scope: write, hash-file: ci-token}]
          defaults: {interval: 5s, timeout: 5s}
          """
              + targets.services(folder);
      bearer = "Bearer " + token();
      try (var client = HttpClient.newHttpClient();
          var server = Server.of(serve(file).start())) {
        watched(server);
        try {
          followed(server, stream(client, server), file);
        } finally {
          client.shutdownNow(); // or closing it waits for a stream that nobody reads to its end
        }
      }
    }
  }

  private void watched(Server server) throws Exception {
    assertThat(server.get("/api/v1/services").statusCode()).isEqualTo(401);
    for (var kind : FiveKinds.NAMES) {
      await(server, "/api/v1/services/" + kind, "\"health\":\"healthy\"");
    }
    var list = get(server, "/api/v1/services?sort=-name&limit=6");
    assertThat(list).contains("\"source\":\"file\"", "\"next\":null");
    assertThat(FiveKinds.NAMES).allMatch(kind -> list.contains("\"id\":\"" + kind + "\""));
  }

  private void followed(Server server, Iterator<String> lines, String file) throws Exception {
    assertThat(post(server, "/api/v1/services/port/pause", "")).contains("409", "allwell.yaml:");
    assertThat(
            post(server, "/api/v1/services", "{\"name\":\"mine\",\"url\":\"tcp://127.0.0.1:1\"}"))
        .contains("\"source\":\"api\"");
    assertThat(post(server, "/api/v1/services/mine/pause", "")).contains("\"paused\":true");
    await(lines, "\"id\":\"mine\"", "\"reason\":\"paused\"");
    recorded(server);
    reloaded(server, lines, file);
    exported(server);
    server.process().signal("TERM");
    await(lines, "\"reason\":\"stopping\"");
    assertThat(server.process().awaitExit(Server.LONG)).isZero();
  }

  private void reloaded(Server server, Iterator<String> lines, String file) throws Exception {
    var edited = file.replace("name: web,", "name: web, id: site,").replace("5s, t", "6s, t");
    Files.writeString(folder.resolve("allwell.yaml"), edited);
    server.process().signal("HUP");
    await(lines, "\"id\":\"site\"", "\"health\":\"healthy\"", "\"before\":\"unknown\"");
    assertThat(get(server, "/api/v1/services")).doesNotContain("\"id\":\"web\"");
    assertThat(get(server, "/api/v1/services/port")).contains("\"interval\":\"6s\"");
    assertThat(get(server, "/api/v1/services/mine")).contains("\"paused\":true");
  }

  /// What is remembered, in the words of the recorder and of the native API.
  private void recorded(Server server) throws Exception {
    await(server, "/v1/services", "\"name\":\"names\"", "\"event\":\"uptime\"");
    await(server, "/v1/services?page=2&limit=3", "\"total\":6", "\"up_count\":[1-9]");
    await(
        server, "/api/v1/services/secure/uptime", "\"range\":\"90d\"", "\"uptime-percent\":[1-9]");
    await(server, "/api/v1/services/names/rollups?from=1h&step=1h", "\"up\":[1-9]");
  }

  private void exported(Server server) throws Exception {
    var exported = told(Product.allwell("export", "--url", server.url(), "--data", data()));
    assertThat(exported).contains("name: mine").doesNotContain("name: secure");
    var again = Files.writeString(folder.resolve("exported.yaml"), exported);
    assertThat(told(Product.allwell("validate", again.toString()))).contains("is good: 1 services");
  }

  /// Makes a token whose hash the file names.
  private String token() throws Exception {
    var made = told(Product.allwell("token", "generate"));
    Files.writeString(folder.resolve("ci-token"), made.replaceFirst("(?s).*hash +", "").strip());
    return made.replaceFirst("(?s).*token (\\S+).*", "$1");
  }

  private Command serve(String text) throws Exception {
    var file = Files.writeString(folder.resolve("allwell.yaml"), text);
    return Product.allwell("serve", "-c", file.toString(), "--listen", "127.0.0.1:0")
        .plus("--data", data());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static String told(Command command) {
    var finished = command.run(Server.LONG);
    assertThat(finished.exit()).as("%s: %s", command.words(), finished.err()).isZero();
    return String.join("\n", finished.out()) + "\n";
  }

  private String get(Server server, String path) throws Exception {
    return server.get(path, "Authorization", bearer).body();
  }

  private String post(Server server, String path, String json) throws Exception {
    return server.post(path, json, "Authorization", bearer).body();
  }

  private Iterator<String> stream(HttpClient client, Server server) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/stream"))
            .header("Authorization", bearer)
            .build();
    var answer = client.send(request, BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body().iterator();
  }

  private static void await(Iterator<String> lines, String... parts) {
    while (!has(lines.next(), parts)) {
      // something else that happened
    }
  }

  private void await(Server server, String path, String... parts) throws Exception {
    long until = System.nanoTime() + Server.LONG.toNanos();
    for (var body = get(server, path); !has(body, parts); body = get(server, path)) {
      assertThat(System.nanoTime() - until).as(path + " still says " + body).isNegative();
      LockSupport.parkNanos(100_000_000); // or it is asked too often
    }
  }

  private static boolean has(String text, String... parts) {
    return Arrays.stream(parts).allMatch(part -> Pattern.compile(part).matcher(text).find());
  }
}
