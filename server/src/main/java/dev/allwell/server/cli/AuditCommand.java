package dev.allwell.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The audit log of a server that runs: who changed what, newest first.
@Command(
    name = "audit",
    description = "Lists who changed what in a running server, newest first.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  private static final int LARGEST_PAGE = 1000;

  @Spec private CommandSpec spec;
  @Mixin private final Remote remote = new Remote();

  @Option(
      names = "--limit",
      paramLabel = "n",
      defaultValue = "50",
      description = "How many at most. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Override
  public Integer call() throws InterruptedException {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit: " + limit + " is not 1 or more");
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("WHEN", "WHO", "FROM", "WHAT", "WHOM", "RESULT"));
    var client = remote.client();
    var cursor = "";
    do {
      int wanted = Math.min(LARGEST_PAGE, limit + 1 - rows.size());
      var page = client.get("/api/v1/audit?limit=" + wanted + cursor);
      for (var entry : page.path("entries")) {
        rows.add(
            List.of(
                entry.path("at").asText(),
                entry.path("who").asText(),
                entry.path("from").asText(),
                entry.path("what").asText(),
                entry.path("subject").asText(),
                entry.path("result").asText()));
      }
      cursor = page.path("next").isTextual() ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty() && rows.size() <= limit);
    Columns.print(spec.commandLine().getOut(), rows);
    return Exit.OK.code();
  }
}
