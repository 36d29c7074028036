package dev.allwell.e2e;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.nio.file.Path;

/// A network namespace with nothing but loopback, where every port is free: what a page prints with
/// its ports runs there as printed. Closing removes it. Needs root.
final class OwnNetwork implements AutoCloseable {
  private final String name = "awo-" + Long.toString(ProcessHandle.current().pid(), 36);
  private final Path folder;

  /// @param folder where what runs there is started
  OwnNetwork(Path folder) {
    this.folder = folder;
    ip("netns", "add", name);
    ip("-n", name, "link", "set", "lo", "up");
  }

  /// A command there, with this JVM's own Java first on the PATH.
  Command in(Command command) {
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    return TwoNetworks.in(name, command)
        .in(folder)
        .with("PATH", java + ":" + System.getenv("PATH"));
  }

  /// A line as a person types it; `./allwell` is the product's.
  Command typed(String line) {
    return in(
        Command.of(
            "bash", "-c", line.replace("./allwell", Product.root().resolve("allwell").toString())));
  }

  /// Waits until a GET is answered with a good status.
  ///
  /// @return the body
  String await(String url) {
    Finished curl =
        in(Command.of("curl", "-sS", "--fail", "-m", "30", "--retry", "170", "--retry-delay", "1")
                .plus("--retry-all-errors", "--retry-max-time", "170", url))
            .run(Server.LONG.multipliedBy(4));
    if (curl.exit() != 0) {
      throw new AssertionError(url + ": " + curl.err());
    }
    return String.join("\n", curl.out());
  }

  /// Starts what serves, and waits until it does.
  ChildProcess serving(Command command, String url) {
    ChildProcess process = in(command).start();
    try {
      await(url);
      return process;
    } catch (AssertionError e) {
      process.close();
      throw new AssertionError(String.join("\n", process.lines()), e);
    }
  }

  private static void ip(String... words) {
    Finished finished = Command.of("ip").plus(words).run(Server.LONG);
    if (finished.exit() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + finished.err());
    }
  }

  @Override
  public void close() {
    Command.of("ip", "netns", "del", name).run(Server.LONG);
  }
}
