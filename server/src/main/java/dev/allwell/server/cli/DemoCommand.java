package dev.allwell.server.cli;

import dev.allwell.server.App;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The main job in front of your eyes: a server, two services that register themselves, and a
/// table.
@Command(
    name = "demo",
    description = "Runs a server with two example services and shows how they fare.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(DemoCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "host:port",
      defaultValue = Address.DEFAULT,
      description = "Where the server listens; svc1 and svc2 take the two ports after it.")
  private String listen;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    var folder = Files.createTempDirectory("allwell-demo-");
    opened.push(() -> delete(folder));
    var ending = Ending.onSignal(this::close);
    try {
      var app =
          open(App.start(new Settings(address(), folder, Settings.autoConcurrency(), List.of())));
      var server = Address.of(app.address());
      var svc1 = start("svc1", server, 1, folder);
      var svc2 = start("svc2", server, 2, folder);
      introduce(out, server, svc1, svc2);
      var watcher = new Watcher(app.engine().board(), out, terminal());
      opened.push(watcher::stop);
      watcher.run();
    } catch (RuntimeException e) {
      close();
      ending.disarm();
      throw e;
    }
    ending.await();
    return Exit.OK.code();
  }

  @SuppressWarnings("SystemConsoleNull") // with -Djdk.console=java.base it still may be
  private static boolean terminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  private Address address() {
    try {
      return Address.parse(listen);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--listen: " + e.getMessage(), e);
    }
  }

  private ExampleProcess start(String name, Address server, int offset, Path folder) {
    var examples = Path.of(System.getProperty("allwell.examples", "examples"));
    boolean fixed = Address.parse(listen).port() != 0;
    int port = fixed ? server.port() + offset : 0;
    return open(ExampleProcess.start(name, examples, server, port, folder));
  }

  private static void introduce(
      PrintWriter out, Address server, ExampleProcess svc1, ExampleProcess svc2) {
    out.printf(
        """
        Allwell keeps the watch on http://%1$s. Two services have been started and register \
        themselves: svc1 (pid %2$d) is always well,
        svc2 (pid %3$d) counts every fourth request as an error and turns degraded for good \
        within two minutes.

          curl http://%1$s/status                                   all services
          curl http://%1$s/metrics                                  for Prometheus
          curl -H 'Accept: application/json' http://%1$s/metrics    what the services tell
          kill %2$d                                                     see svc1 die; ./allwell \
        example svc1 brings it back

        Ctrl-C ends everything.

        """,
        server, svc1.pid(), svc2.pid());
    out.flush();
  }

  private synchronized <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private void close() {
    while (true) {
      AutoCloseable part;
      synchronized (this) {
        if (opened.isEmpty()) {
          return;
        }
        part = opened.pop();
      }
      try {
        part.close();
      } catch (Exception e) {
        log.error("closing failed", e);
      }
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
