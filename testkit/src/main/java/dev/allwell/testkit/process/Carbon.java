package dev.allwell.testkit.process;

import dev.allwell.testkit.Nook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A stock carbon-cache that keeps each second for an hour, in a folder of its own, at a place of
/// its own on the loopback net. It can be killed and comes back to the same place. One thread.
public final class Carbon implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(90);
  private static final Duration TO_FETCH = Duration.ofSeconds(60);
  private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();
  private static final int TO_CONNECT_MILLIS = 1000;

  private final Nook nook = Nook.any();
  private final Path folder;
  private final String program;
  private final String fetch;
  private ChildProcess process;

  private Carbon(Path folder) {
    this.folder = folder;
    program = Tool.find("carbon-cache", "graphite-carbon");
    fetch = Tool.find("whisper-fetch", "graphite-carbon");
    write("carbon.conf", configuration());
    write("storage-schemas.conf", "[all]\npattern = .*\nretentions = 1s:1h\n");
    process = begin();
  }

  /// Starts one that keeps its files in `folder`.
  ///
  /// @throws AssertionError when the machine has none or it does not start
  public static Carbon in(Path folder) {
    return new Carbon(folder.toAbsolutePath());
  }

  /// Where it listens for plain text.
  public Nook nook() {
    return nook;
  }

  /// Kills it as a loss of power would; what it had not written is gone.
  public void kill() {
    process.close();
  }

  /// Starts it anew at the same place, with the files that it left.
  public void restart() {
    process.close();
    process = begin();
  }

  /// The points of a path from one second to now, as its file has them; none where there is no
  /// file.
  public SortedMap<Long, Double> points(String path, Instant from) {
    Path file = folder.resolve("whisper/" + path.replace('.', '/') + ".wsp");
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    Finished fetched =
        Command.of(fetch, "--from=" + (from.getEpochSecond() - 1), file.toString()).run(TO_FETCH);
    if (fetched.exit() != 0) {
      throw new AssertionError(fetch + " of " + file + ": " + fetched.err());
    }
    var points = new TreeMap<Long, Double>();
    for (String line : fetched.out()) {
      String[] point = line.split("\t", -1);
      if (!point[1].equals("None")) {
        points.put(Long.parseLong(point[0]), Double.parseDouble(point[1]));
      }
    }
    return points;
  }

  /// The points of a path as soon as they are `wanted`.
  ///
  /// @throws AssertionError with the last of them, when they are not within `deadline`
  public SortedMap<Long, Double> awaitPoints(
      String path, Instant from, Predicate<SortedMap<Long, Double>> wanted, Duration deadline) {
    long giveUp = System.nanoTime() + deadline.toNanos();
    var points = points(path, from);
    while (!wanted.test(points)) {
      if (System.nanoTime() - giveUp > 0) {
        throw new AssertionError(
            path
                + " has not the wanted points within "
                + deadline
                + " but "
                + points
                + "; carbon said:\n"
                + String.join("\n", process.lines()));
      }
      LockSupport.parkNanos(POLL_NANOS);
      points = points(path, from);
    }
    return points;
  }

  @Override
  public void close() {
    process.close();
  }

  private ChildProcess begin() {
    var pidFile = folder.resolve("carbon.pid"); // one that was killed leaves it behind
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + pidFile, e);
    }
    ChildProcess child =
        Command.of(
                program,
                "--debug",
                "--config=" + folder.resolve("carbon.conf"),
                "--logdir=" + folder,
                "--pidfile=" + pidFile,
                "start")
            .in(folder)
            .start();
    try {
      awaitListening(child);
      return child;
    } catch (AssertionError e) {
      child.close();
      throw e;
    }
  }

  private void awaitListening(ChildProcess child) {
    long giveUp = System.nanoTime() + TO_START.toNanos();
    while (!listens()) {
      if (!child.isAlive() || System.nanoTime() - giveUp > 0) {
        throw new AssertionError(
            "carbon does not listen at "
                + nook
                + "; it said:\n"
                + String.join("\n", child.lines()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(nook.address(), TO_CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder.resolve(name), e);
    }
  }

  private String configuration() {
    return """
    [cache]
    STORAGE_DIR = %1$s
    LOCAL_DATA_DIR = %1$s/whisper
    CONF_DIR = %1$s
    LOG_DIR = %1$s
    PID_DIR = %1$s
    USER =
    DATABASE = whisper
    MAX_CACHE_SIZE = inf
    MAX_UPDATES_PER_SECOND = inf
    MAX_CREATES_PER_MINUTE = inf
    MIN_TIMESTAMP_RESOLUTION = 1
    LINE_RECEIVER_INTERFACE = %2$s
    LINE_RECEIVER_PORT = %3$d
    ENABLE_UDP_LISTENER = False
    PICKLE_RECEIVER_PORT = 0
    CACHE_QUERY_INTERFACE = %2$s
    CACHE_QUERY_PORT = %4$d
    USE_FLOW_CONTROL = True
    LOG_UPDATES = False
    CACHE_WRITE_STRATEGY = sorted
    WHISPER_AUTOFLUSH = True
    CARBON_METRIC_INTERVAL = 0
    """
        .formatted(folder, nook.host(), nook.port(), nook.port() + 1);
  }
}
