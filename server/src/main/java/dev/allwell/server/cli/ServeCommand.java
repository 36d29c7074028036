package dev.allwell.server.cli;

import dev.allwell.server.App;
import dev.allwell.server.Version;
import dev.allwell.server.access.Trust;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Canary;
import dev.allwell.server.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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

  private final AtomicReference<@Nullable App> running = new AtomicReference<>();

  @Override
  public Integer call() throws InterruptedException {
    var settings = settings();
    var ending = Ending.onSignal(this::close);
    var app = start(settings, ending);
    spec.commandLine()
        .getOut()
        .printf(
            "allwell %s listens on http://%s (data %s, pid %d)%n",
            Version.text(),
            Address.of(app.address()),
            data.toAbsolutePath().normalize(),
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

  private Settings settings() {
    try {
      return new Settings(
          Address.parse(listen),
          data,
          places(),
          canaries.stream().map(Canary::parse).toList(),
          new Trust(!distrustLoopback, anonymousRead, Set.copyOf(names()), List.of()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<String> names() {
    for (var name : hosts) {
      if (!name.matches("[A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]")) {
        throw new IllegalArgumentException(
            "--host: \"" + name + "\" is not a host name without a port, as watch.example.org");
      }
    }
    return hosts;
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
