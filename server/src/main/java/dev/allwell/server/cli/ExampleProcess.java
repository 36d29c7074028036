package dev.allwell.server.cli;

import dev.allwell.server.config.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One of the example services as a process of its own, which ends with this one at the latest.
final class ExampleProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String name;
  private final Process process;

  private ExampleProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /// Starts it under the Java that runs us; what it prints goes to a file.
  ///
  /// @param examples the folder in which the examples were built
  static ExampleProcess start(String name, Path examples, Address server, int port, Path folder) {
    var jar = examples.resolve(name).resolve("target").resolve(name + ".jar");
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-jar",
                jar.toString(),
                "--port",
                Integer.toString(port),
                "--server",
                "http://" + server,
                "--exit-with",
                Long.toString(ProcessHandle.current().pid()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return new ExampleProcess(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name + " from " + jar, e);
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /// Asks it to end, and ends it.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
