package dev.allwell.server.cli;

import dev.allwell.server.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Prints what the API of a running server holds, as a configuration file.
@Command(
    name = "export",
    description = {
      "Prints the services that came by the API of a running server, as YAML for the configuration"
          + " file.",
      "Secrets are not exported: their places are left for variables."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "url",
      defaultValue = "http://127.0.0.1:4000",
      description = "The server. Default: ${DEFAULT-VALUE}")
  private URI url;

  @Option(
      names = "--token",
      paramLabel = "token",
      description =
          "A token that may read. Default: the variable ALLWELL_TOKEN, else admin-token in the data"
              + " folder, else none")
  private @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "dir",
      defaultValue = Settings.DEFAULT_DATA,
      description = "The data folder in which a token is looked for. Default: ./${DEFAULT-VALUE}")
  private Path data;

  @Override
  public Integer call() throws InterruptedException {
    if (url.getHost() == null || !"http".equals(url.getScheme())) {
      throw new ParameterException(
          spec.commandLine(), "--url: \"" + url + "\" is not a url like http://127.0.0.1:4000");
    }
    var client = new ApiClient(url, Token.find(token, System.getenv("ALLWELL_TOKEN"), data));
    var text = new ExportText();
    for (var service : held(client)) {
      text.add(service);
    }
    spec.commandLine().getOut().print(text.yaml(url.toString()));
    spec.commandLine().getOut().flush();
    return Exit.OK.code();
  }

  /// The statements of all services that came by the API.
  private static List<Map<String, Object>> held(ApiClient client) throws InterruptedException {
    var held = new ArrayList<Map<String, Object>>();
    var cursor = "";
    do {
      var page = client.get("/api/v1/services?definition=brief&limit=500" + cursor);
      for (var service : ApiClient.list(page.get("services"))) {
        if ("api".equals(service.get("source"))) {
          held.add(ApiClient.map(service.get("definition")));
        }
      }
      var next = page.get("next");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return held;
  }
}
