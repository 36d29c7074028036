package dev.allwell.server.cli;

import dev.allwell.engine.Engine;
import dev.allwell.server.App;
import dev.allwell.server.Version;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Storage;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.reload.FirstReading;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs the server until it is told to stop.
@Command(
    name = "serve",
    description = "Runs the server until SIGTERM or SIGINT; SIGHUP reloads the configuration.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final ServeFlags flags = new ServeFlags();
  @Mixin private final EnvFlag env = new EnvFlag();

  private final AtomicReference<@Nullable App> running = new AtomicReference<>();

  @Override
  public Integer call() throws InterruptedException {
    var said = env.values(spec.commandLine());
    if (said.debug() && System.getenv("ALLWELL_LOG_LEVEL") == null) {
      System.setProperty("ALLWELL_LOG_LEVEL", "DEBUG"); // before the first logger is made
    }
    var base = EnvFlag.base(spec.commandLine(), said);
    var origin = origin(base);
    if (origin.isEmpty()) {
      var config = flags.overrides().over(base);
      return serve(() -> App.start(config), config.settings().storage());
    }
    return switch (FirstReading.of(origin.get(), Engine.Clocks.SYSTEM)) {
      case Reading.Good good -> serve(() -> App.start(good), good.config().settings().storage());
      case Reading.Bad bad -> refuse(bad.problems());
      case Reading.Unreadable no -> refuse(List.of("allwell: " + no.why()));
    };
  }

  private Optional<Origin> origin(Config base) {
    try {
      flags.overrides();
      return flags.origin(base);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int refuse(List<String> problems) {
    problems.forEach(spec.commandLine().getErr()::println);
    return Exit.CONFIG_BAD.code();
  }

  private int serve(Supplier<App> start, Storage storage) throws InterruptedException {
    var ending = Ending.onSignal(this::close);
    Hangup.calls(this::hangup);
    var app = start(start, ending);
    spec.commandLine()
        .getOut()
        .printf(
            "allwell %s listens on http://%s (data %s, pid %d)%n",
            Version.text(),
            Address.of(app.address()),
            storage.place().toAbsolutePath().normalize(),
            ProcessHandle.current().pid());
    spec.commandLine().getOut().flush();
    ending.await();
    return Exit.OK.code();
  }

  private App start(Supplier<App> start, Ending ending) {
    try {
      var app = start.get();
      running.set(app);
      return app;
    } catch (RuntimeException e) {
      ending.disarm();
      throw e;
    }
  }

  /// While the server starts, nothing is lost: its files are read once more right after that.
  private void hangup() {
    var log = LoggerFactory.getLogger(ServeCommand.class);
    var app = running.get();
    if (app == null) {
      log.info("SIGHUP: the server is starting, and reads its configuration anyway");
      return;
    }
    app.reloader()
        .ifPresentOrElse(
            reloader -> {
              log.info("SIGHUP: the configuration is read again");
              reloader.reload();
            },
            () ->
                log.info("SIGHUP: there is nothing to reload: the server was started without -c"));
  }

  private void close() {
    var app = running.get();
    if (app != null) {
      app.close();
    }
  }
}
