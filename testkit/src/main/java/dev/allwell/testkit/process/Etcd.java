package dev.allwell.testkit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real etcd of one member on a free loopback port, with its files in a folder: it can be stopped
/// and started again, on another port then, and remembers.
public final class Etcd implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_END = Duration.ofSeconds(30);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final int MOST_AT_ONCE = 5000;

  private final String program = Tool.find("etcd", "etcd-server");
  private final String control = Tool.find("etcdctl", "etcd-client");
  private final Path folder;
  private final Options options;
  private ChildProcess process;
  private int port;

  private Etcd(Path folder, Options options) {
    this.folder = folder;
    this.options = options;
    process = launch();
  }

  /// What one is told besides what it must be.
  ///
  /// @param scheme `http`, or `https` with the arguments that it takes
  /// @param server further arguments of the server
  /// @param control further arguments of `etcdctl`
  public record Options(String scheme, List<String> server, List<String> control) {
    public static final Options PLAIN = new Options("http", List.of(), List.of());

    public Options {
      server = List.copyOf(server);
      control = List.copyOf(control);
    }

    /// One that shows a certificate, and asks for one of its clients.
    ///
    /// @param chain PEM file of the server's certificate, good for 127.0.0.1
    /// @param key PEM file of its key
    /// @param ca PEM file of who signed it and its clients' certificates
    public static Options tls(Path chain, Path key, Path ca) {
      List<String> server =
          List.of(
              "--cert-file=" + chain,
              "--key-file=" + key,
              "--trusted-ca-file=" + ca,
              "--client-cert-auth=true");
      List<String> control = List.of("--cert=" + chain, "--key=" + key, "--cacert=" + ca);
      return new Options("https", server, control);
    }
  }

  /// Starts one with nothing in it, unless another one left something in `folder`.
  ///
  /// @throws AssertionError when the machine has none or it does not start
  public static Etcd in(Path folder) {
    return in(folder, Options.PLAIN);
  }

  /// As the other.
  public static Etcd in(Path folder, Options options) {
    return new Etcd(folder, options);
  }

  private ChildProcess launch() {
    ChildProcess fresh = Command.of(program).plus(arguments()).in(folder).start();
    try {
      String line = fresh.awaitLine("\"msg\":\"serving client traffic", TO_START);
      Matcher address = ADDRESS.matcher(line);
      if (!address.find()) {
        throw new AssertionError("no address in: " + line);
      }
      port = Integer.parseInt(address.group(1));
      return fresh;
    } catch (AssertionError e) {
      fresh.close();
      throw e;
    }
  }

  /// Every address is one of its own choice, so that nobody can have taken it meanwhile. Alone, it
  /// elects itself as soon as it may: with etcd's own second that is half of what a start takes.
  private String[] arguments() {
    String client = options.scheme() + "://" + ANY_PORT;
    String peer = "http://" + ANY_PORT;
    var all =
        new ArrayList<>(
            List.of(
                "--name=one",
                "--data-dir=" + folder.resolve("etcd-data"),
                "--logger=zap",
                "--log-outputs=stderr",
                "--enable-grpc-gateway=false",
                "--heartbeat-interval=20",
                "--election-timeout=100",
                "--max-txn-ops=" + 2 * MOST_AT_ONCE,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=one=" + peer,
                "--initial-cluster-token=" + folder.toAbsolutePath()));
    all.addAll(options.server());
    return all.toArray(String[]::new);
  }

  /// Where it listens, or listened before it ended.
  public int port() {
    return port;
  }

  /// As clients name it: `http://127.0.0.1:40123`.
  public String endpoint() {
    return options.scheme() + "://127.0.0.1:" + port;
  }

  /// Ends it at once, as a machine does that loses its power.
  public void kill() {
    process.close();
  }

  /// Asks it to end, and waits until it has.
  public void stop() {
    process.signal("TERM");
    process.awaitExit(TO_END);
    process.close();
  }

  /// Starts it again with all that it knew, on another port.
  public void start() {
    process = launch();
  }

  /// Suspends it: it keeps its connections and answers nobody.
  public void suspend() {
    process.signal("STOP");
  }

  /// The end of a suspension.
  public void resume() {
    process.signal("CONT");
  }

  /// Says `etcdctl put`.
  public void put(String key, String value) {
    control("put", "--", key, value);
  }

  /// Says `etcdctl del`.
  public void delete(String key) {
    control("del", key);
  }

  /// Says `etcdctl del --prefix`.
  public void deleteAll(String prefix) {
    control("del", "--prefix", prefix);
  }

  /// What `etcdctl get` prints of a value; empty when there is none.
  public String get(String key) {
    return String.join("\n", control("get", "--print-value-only", key).out());
  }

  /// Forgets what was before now, as `etcdctl compact` does.
  public void compact() {
    String status = String.join("", control("endpoint", "status", "--write-out=json").out());
    Matcher revision = Pattern.compile("\"revision\":(\\d+)").matcher(status);
    if (!revision.find()) {
      throw new AssertionError("no revision in: " + status);
    }
    control("compact", "--physical", revision.group(1));
  }

  /// Puts many keys, thousands at once. Neither keys nor values may have spaces.
  public void putAll(Map<String, String> entries) {
    var some = new StringBuilder("\n");
    int count = 0;
    for (var entry : entries.entrySet()) {
      some.append("put ").append(entry.getKey()).append(' ').append(entry.getValue()).append('\n');
      count++;
      if (count % MOST_AT_ONCE == 0) {
        transact(some);
      }
    }
    if (count % MOST_AT_ONCE != 0) {
      transact(some);
    }
  }

  private void transact(StringBuilder puts) {
    good(command("txn").run(puts.append("\n\n").toString(), TO_ANSWER));
    puts.setLength(0);
    puts.append('\n');
  }

  /// Runs `etcdctl` with `words`, and further ones that say where this is.
  ///
  /// @throws AssertionError when it fails
  public Finished control(String... words) {
    return good(command(words).run(TO_ANSWER));
  }

  /// As the other, through another port that leads here, and whatever comes of it.
  public Finished controlThrough(int other, String... words) {
    return through(other, words).run(TO_ANSWER);
  }

  private Command command(String... words) {
    return through(port, words);
  }

  private Command through(int to, String... words) {
    return Command.of(control)
        .plus("--endpoints=" + options.scheme() + "://127.0.0.1:" + to)
        .plus(options.control().toArray(String[]::new))
        .plus(words)
        .with("ETCDCTL_API", "3");
  }

  private static Finished good(Finished finished) {
    if (finished.exit() != 0) {
      throw new AssertionError("etcdctl failed: " + finished);
    }
    return finished;
  }

  @Override
  public void close() {
    process.close();
  }
}
