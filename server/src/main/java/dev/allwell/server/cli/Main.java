package dev.allwell.server.cli;

import dev.allwell.server.Version;
import dev.allwell.server.store.StoreException;
import dev.allwell.server.web.ListenException;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/// The program's entrance.
@Command(
    name = "allwell",
    description = "Keeps the watch: checks services and tells how healthy they are.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      ValidateCommand.class,
      ConfigCommand.class,
      ExportCommand.class,
      TokenCommand.class,
      AuditCommand.class,
      VersionCommand.class
    })
public final class Main {
  private Main() {}

  /// Runs a command and exits with its code.
  public static void main(String[] words) {
    if (List.of(words).contains("demo")) {
      // the table owns the terminal and tells by itself who is down
      System.setProperty("ALLWELL_LOG_LEVEL", "ERROR");
    }
    int code = run(words);
    System.exit(code);
  }

  static int run(String... words) {
    return commandLine().execute(words);
  }

  /// All commands, with what becomes of what they throw.
  static CommandLine commandLine() {
    var line = new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed);
    line.getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes (validate has its own):%n")
        .exitCodeList(Exit.meanings());
    return line;
  }

  /// Trouble with our surroundings is told in one line; anything else is a bug and is logged whole.
  private static int failed(Exception cause, CommandLine command, ParseResult words) {
    if (cause instanceof StoreException
        || cause instanceof ListenException
        || cause instanceof ServerRefused) {
      command.getErr().println("allwell: " + cause.getMessage());
    } else {
      command.getErr().println("allwell: internal error: " + cause);
      LoggerFactory.getLogger(Main.class).error("internal error", cause);
    }
    return Exit.of(cause).code();
  }

  static final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "allwell " + Version.text(),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch")
      };
    }
  }
}
