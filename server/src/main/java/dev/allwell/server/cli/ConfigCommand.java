package dev.allwell.server.cli;

import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.config.yaml.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What can be told of a configuration.
@Command(
    name = "config",
    description = "Tells what a configuration comes to, and what may stand in one.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigCommand.Show.class, ConfigCommand.PrintSchema.class})
final class ConfigCommand {
  private ConfigCommand() {}

  /// Prints what holds.
  @Command(
      name = "show",
      description =
          "Prints what holds, defaults and all, as YAML that can be read again; secrets as ***.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = {"-c", "--config"},
        paramLabel = "file|folder",
        description = "The configuration; without one, what holds by itself is shown.")
    private @Nullable Path config;

    @Mixin private final EnvFlag env = new EnvFlag();

    @Override
    public Integer call() {
      var base = EnvFlag.base(spec.commandLine(), env.values(spec.commandLine()));
      if (config == null) {
        print(Origin.nothing(base));
        return Exit.OK.code();
      }
      var origin = new Origin(config, System.getenv(), base, Overrides.NONE);
      return switch (origin.read()) {
        case Reading.Good _ -> {
          origin.effective().ifPresent(this::print);
          yield Exit.OK.code();
        }
        case Reading.Bad bad -> refuse(bad.problems());
        case Reading.Unreadable no -> refuse(List.of("allwell: " + no.why()));
      };
    }

    private void print(String text) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }

    private int refuse(List<String> problems) {
      problems.forEach(spec.commandLine().getErr()::println);
      return Exit.CONFIG_BAD.code();
    }
  }

  /// Prints the schema.
  @Command(
      name = "schema",
      description = "Prints the JSON Schema of a configuration, for editors.",
      mixinStandardHelpOptions = true)
  static final class PrintSchema implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(Schema.text());
      spec.commandLine().getOut().flush();
      return Exit.OK.code();
    }
  }
}
