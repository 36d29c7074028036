package dev.allwell.server.cli;

import dev.allwell.model.Problem;
import dev.allwell.server.App;
import dev.allwell.server.Version;
import dev.allwell.server.access.Trust;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Canary;
import dev.allwell.server.config.EnvValues;
import dev.allwell.server.config.Settings;
import dev.allwell.server.config.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs the server until it is told to stop.
@Command(
    name = "serve",
    description = "Runs the server until SIGTERM or SIGINT.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "host:port",
      defaultValue = "127.0.0.1:4000",
      description =
          "Where to listen; beyond loopback only when there is a token, or with --anonymous-read."
              + " Port 0 takes a free one. Default: 127.0.0.1:4000")
  private String listen;

  @Option(
      names = "--data",
      paramLabel = "dir",
      defaultValue = Settings.DEFAULT_DATA,
      description = "Folder of the embedded store, made if missing. Default: ./${DEFAULT-VALUE}")
  private Path data;

  @Option(
      names = "--concurrency",
      paramLabel = "n",
      defaultValue = "auto",
      description =
          "Checks in flight at once. Default: auto, the smaller of 16384 and half of the descriptors")
  private String concurrency;

  @Option(
      names = "--canary",
      paramLabel = "host:port",
      description =
          "A place that is reachable whenever this machine's network is well, as your gateway;"
              + " repeatable. While all are silent, what cannot be reached is unknown, not dead")
  private List<String> canaries = List.of();

  @Option(
      names = "--host",
      paramLabel = "name",
      description =
          "A further name that requests may call this server by, as watch.example.org; repeatable."
              + " Others are refused, so that no page can have its own name lead here")
  private List<String> hosts = List.of();

  @Option(
      names = "--no-trust-loopback",
      description =
          "Callers on this machine need a token like all others: for a server behind a proxy")
  private boolean distrustLoopback;

  @Option(
      names = "--anonymous-read",
      description = "Everybody who reaches the server may read without a token")
  private boolean anonymousRead;

  @Option(
      names = "--env-file",
      paramLabel = "file",
      description =
          "Settings in the names of the uptime recorder (docs/interfaces.md). Flags come first."
              + " Default: .env in the working folder, if there is one")
  private @Nullable Path envFile;

  private final AtomicReference<@Nullable App> running = new AtomicReference<>();

  @Override
  public Integer call() throws InterruptedException {
    var env = env();
    var settings = settings(env);
    var ending = Ending.onSignal(this::close);
    var app = start(settings, ending);
    spec.commandLine()
        .getOut()
        .printf(
            "allwell %s listens on http://%s (data %s, pid %d)%n",
            Version.text(),
            Address.of(app.address()),
            settings.storage().ledger().orElse(data).toAbsolutePath().normalize(),
            ProcessHandle.current().pid());
    spec.commandLine().getOut().flush();
    ending.await();
    return Exit.OK.code();
  }

  private App start(Settings settings, Ending ending) {
    try {
      var app = App.start(settings);
      running.set(app);
      return app;
    } catch (RuntimeException e) {
      ending.disarm();
      throw e;
    }
  }

  private void close() {
    var app = running.get();
    if (app != null) {
      app.close();
    }
  }

  private EnvValues env() {
    try {
      var read = envFile == null ? EnvValues.in(Path.of("")) : EnvValues.named(envFile);
      if (!read.problems().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            read.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
      }
      if (read.values().debug() && System.getenv("ALLWELL_LOG_LEVEL") == null) {
        System.setProperty("ALLWELL_LOG_LEVEL", "DEBUG"); // before the first logger is made
      }
      return read.values();
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--env-file: cannot read " + e.getMessage(), e);
    }
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private Settings settings(EnvValues env) {
    try {
      var address = Address.parse(listen);
      return new Settings(
          given("--listen") ? address : env.listen().orElse(address),
          new Storage(data, given("--data") ? null : env.ledger().orElse(null)),
          places(),
          canaries.stream().map(Canary::parse).toList(),
          new Trust(!distrustLoopback, anonymousRead, names(env), List.of()),
          env.rhythm());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Set<String> names(EnvValues env) {
    for (var name : hosts) {
      if (!name.matches("[A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]")) {
        throw new IllegalArgumentException(
            "--host: \"" + name + "\" is not a host name without a port, as watch.example.org");
      }
    }
    return Stream.concat(hosts.stream(), env.domain().stream())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private int places() {
    if (concurrency.equals("auto")) {
      return Settings.autoConcurrency();
    }
    if (!concurrency.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(
          "--concurrency: \"" + concurrency + "\" is neither auto nor a number from 1 to 9999999");
    }
    return Integer.parseInt(concurrency);
  }
}
