package dev.allwell.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints what the API of a running server holds, as a configuration file.
@Command(
    name = "export",
    description = {
      "Prints the services and categories that came by the API of a running server, as YAML for the"
          + " configuration file.",
      "Secrets are not exported: their places are left for variables."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final Remote remote = new Remote();

  @Override
  public Integer call() throws InterruptedException {
    var client = remote.client();
    var text = new ExportText();
    for (var service : held(client)) {
      text.add(service);
    }
    for (var category : ApiClient.list(client.get("/api/v1/categories").path("categories"))) {
      if (category.path("source").asText().equals("api")) {
        text.addCategory(ApiClient.map(category));
      }
    }
    spec.commandLine().getOut().print(text.yaml(remote.url().toString()));
    spec.commandLine().getOut().flush();
    return Exit.OK.code();
  }

  /// The statements of all services that came by the API: those that a file shadows are still what
  /// it holds.
  private static List<Map<String, Object>> held(ApiClient client) throws InterruptedException {
    var held = held(client, "shadowed=false");
    held.addAll(held(client, "shadowed=true"));
    return held;
  }

  private static List<Map<String, Object>> held(ApiClient client, String which)
      throws InterruptedException {
    var held = new ArrayList<Map<String, Object>>();
    var cursor = "";
    do {
      var page = client.get("/api/v1/services?definition=brief&limit=500&" + which + cursor);
      for (var service : ApiClient.list(page.path("services"))) {
        if (service.path("source").asText().equals("api")) {
          held.add(ApiClient.map(service.path("definition")));
        }
      }
      cursor = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty());
    return held;
  }
}
