package dev.allwell.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.allwell.server.access.TokenText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The tokens of a server that runs.
@Command(
    name = "token",
    description = "Makes, lists and revokes the tokens of a running server.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.ListAll.class,
      TokenCommand.Revoke.class,
      TokenCommand.Generate.class
    })
final class TokenCommand {
  private static final String PATH = "/api/v1/tokens";

  /// Makes a token and prints its text, and nothing else, to where a script can take it from.
  @Command(
      name = "create",
      description = "Makes a token and prints it: once, since nobody keeps it.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Remote remote = new Remote();

    @Parameters(paramLabel = "NAME", description = "Letters, digits and ._-, at most 64.")
    private String name = "";

    @Option(
        names = "--scope",
        required = true,
        paramLabel = "scope",
        description =
            "read: see everything; register: register services at the caller's own address;"
                + " register:any: at any; write: change whatever is watched, includes those;"
                + " admin: tokens and the audit log too")
    private String scope;

    @Option(
        names = "--expires",
        paramLabel = "duration",
        description = "How long it is good for, as 90d or 12h. Default: for ever")
    private @Nullable String expires;

    @Override
    public Integer call() throws InterruptedException {
      var wish = JsonNodeFactory.instance.objectNode().put("name", name).put("scope", scope);
      if (expires != null) {
        wish.put("expires", expires);
      }
      var made = remote.client().post(PATH, wish);
      spec.commandLine()
          .getErr()
          .printf(
              "allwell: made %s with scope %s; keep what follows, nobody can tell it again%n",
              made.path("name").asText(), made.path("scope").asText());
      spec.commandLine().getOut().println(made.path("token").asText());
      return Exit.OK.code();
    }
  }

  /// Lists all tokens, in columns.
  @Command(
      name = "list",
      description = "Lists all tokens and when each was last used.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Remote remote = new Remote();

    @Override
    public Integer call() throws InterruptedException {
      var rows = new ArrayList<List<String>>();
      rows.add(List.of("NAME", "SCOPE", "ORIGIN", "CREATED", "EXPIRES", "LAST USED"));
      for (var token : remote.client().get(PATH).path("tokens")) {
        var expires = token.path("expires").asText("");
        rows.add(
            List.of(
                token.path("name").asText(),
                token.path("scope").asText(),
                token.path("origin").asText(),
                token.path("created").asText(),
                token.path("expired").asBoolean()
                    ? "expired " + expires
                    : token.path("expires").isNull() ? "never" : expires,
                token.path("used").isNull() ? "never" : token.path("used").asText()));
      }
      Columns.print(spec.commandLine().getOut(), rows);
      return Exit.OK.code();
    }
  }

  /// Ends a token at once.
  @Command(name = "revoke", description = "Ends a token at once.", mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Mixin private final Remote remote = new Remote();

    @Parameters(paramLabel = "NAME", description = "As the list has it.")
    private String name = "";

    @Override
    public Integer call() throws InterruptedException {
      remote
          .client()
          .delete(PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
      return Exit.OK.code();
    }
  }

  /// A token for the configuration, which holds its hash alone; no server is asked.
  @Command(
      name = "generate",
      description =
          "Prints a new token and its hash, for tokens: in the configuration; asks no server.",
      mixinStandardHelpOptions = true)
  static final class Generate implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      var text = TokenText.fresh();
      spec.commandLine().getOut().println("token " + text);
      spec.commandLine().getOut().println("hash  " + TokenText.hash(text));
      return Exit.OK.code();
    }
  }
}
