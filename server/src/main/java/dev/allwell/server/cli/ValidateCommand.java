package dev.allwell.server.cli;

import dev.allwell.server.config.ByProxy;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Reads a configuration and tells what is wrong with it.
@Command(
    name = "validate",
    description = {
      "Reads a configuration and tells all that is wrong with it, a line each:",
      "file:line:column: path: message"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is good", "1:it is not", "2:it cannot be read, or wrong usage"})
final class ValidateCommand implements Callable<Integer> {
  private static final int GOOD = 0;
  private static final int BAD = 1;
  private static final int UNREADABLE = 2;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "file|folder",
      description = "The file, or a folder of *.yaml files. Default: allwell.yaml")
  private Path path = Path.of("allwell.yaml");

  @Override
  public Integer call() {
    var origin = new Origin(path, System.getenv(), Config.byDefault(), Overrides.NONE);
    return switch (origin.read()) {
      case Reading.Good good -> {
        var out = spec.commandLine().getOut();
        out.printf("%s is good: %d services%n", path, good.config().services().size());
        ByProxy.note(good.config().services()).ifPresent(out::println);
        yield GOOD;
      }
      case Reading.Bad bad -> {
        bad.problems().forEach(spec.commandLine().getErr()::println);
        yield BAD;
      }
      case Reading.Unreadable no -> {
        spec.commandLine().getErr().println("allwell: " + no.why());
        yield UNREADABLE;
      }
    };
  }
}
