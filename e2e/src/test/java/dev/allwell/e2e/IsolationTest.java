package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The monitor's own network fails, in a namespace of its own; its targets are well.
class IsolationTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int SERVICES = 20;

  @TempDir private Path folder;
  private TwoNetworks networks;
  private ChildProcess targets;
  private ChildProcess mortal;

  @BeforeEach
  void plugIn() {
    networks = new TwoNetworks();
    targets = listeners(SERVICES - 1);
    mortal = listeners(1);
  }

  @AfterEach
  void unplug() {
    mortal.close();
    targets.close();
    networks.close();
  }

  @Test
  void withACanaryNobodyIsBlamedForOurOwnSilenceAndTheDeadAreSeenAfterIt() throws Exception {
    try (var server = server("--canary", TwoNetworks.TARGETS_ADDRESS + ":9")) {
      registerAll(server);
      networks.cut();
      await(() -> value(server, "allwell_own_faults_total{reason=\"isolated\"}") >= 2 * SERVICES);
      assertThat(value(server, "allwell_isolated")).isEqualTo(1);
      assertNobodyIsBlamed(server);
      networks.mend();
      await(() -> value(server, "allwell_isolated") == 0);
      await(() -> said(server, "no longer isolated") == 1);
      assertThat(said(server, "isolated: none of")).isEqualTo(1);
      mortal.close();
      await(() -> said(server, "is down") == 1);
      assertThat(get(server, "/status")).contains("\"health\":\"dead\"");
      assertThat(said(server, "is down: dead (connect-refused")).isEqualTo(1);
    }
  }

  @Test
  void withoutACanaryAllAreBlamed() throws Exception {
    try (var server = server()) {
      registerAll(server);
      networks.cut();
      await(() -> said(server, "is down: dead (timeout-connect") == SERVICES);
    }
  }

  @Test
  void anInterfaceThatIsDownIsOursWhateverTheCanaries() throws Exception {
    try (var server = server()) {
      registerAll(server);
      networks.unplug();
      await(() -> value(server, "allwell_own_faults_total{reason=\"no-route\"}") >= 2 * SERVICES);
      assertNobodyIsBlamed(server);
      assertThat(said(server, "no-route:")).isEqualTo(1);
      networks.plug();
      double before = checks(server);
      await(() -> checks(server) >= before + SERVICES);
      assertNobodyIsBlamed(server);
    }
  }

  @Test
  void aFirewallAtTheTargetsIsTheirs() throws Exception {
    networks.prohibit();
    try (var server = server()) {
      // the kernel tells of it when it has asked a second time
      register(server, "prohibited", "tcp://[" + TwoNetworks.TARGETS_IPV6 + "]:9", 10);

      await(() -> said(server, "is down: dead (connect-unreachable") == 1);
    }
  }

  @Test
  void withoutLocalPortsNobodyIsBlamedAndItRecovers() throws Exception {
    try (var server = server()) {
      registerAll(server);
      networks.localPorts("40000 40001");
      await(() -> said(server, "no-ports:") == 1);
      networks.localPorts("32768 60999");
      await(() -> value(server, "allwell_own_faults_total{reason=\"no-ports\"}") > 0);
      double before = checks(server);
      await(() -> checks(server) >= before + SERVICES);
      assertNobodyIsBlamed(server);
      assertThat(said(server, "no-ports:")).isEqualTo(1);
    }
  }

  private ChildProcess listeners(int count) {
    return TwoNetworks.in(
            networks.targets,
            Command.java(
                "-cp",
                System.getProperty("java.class.path"),
                Listeners.class.getName(),
                TwoNetworks.TARGETS_ADDRESS,
                Integer.toString(count)))
        .start();
  }

  private ChildProcess server(String... more) {
    var child =
        TwoNetworks.in(
                networks.monitor,
                Product.allwell("serve", "--listen", "127.0.0.1:4000", "--data", folder + "/data")
                    .plus(more))
            .start();
    child.awaitLine("listens on", LONG);
    return child;
  }

  private void registerAll(ChildProcess server) {
    List<String> ports =
        Stream.of(targets, mortal)
            .map(child -> child.awaitLine("ports", LONG))
            .flatMap(line -> Stream.of(line.split(" ")).skip(1))
            .toList();
    assertThat(ports).hasSize(SERVICES);
    for (String port : ports) {
      register(server, "s-" + port, "tcp://" + TwoNetworks.TARGETS_ADDRESS + ":" + port, 1);
    }
    await(() -> !get(server, "/status").contains("\"status\":\"unknown\""));
    assertNobodyIsBlamed(server);
  }

  private void register(ChildProcess server, String id, String url, int timeoutSeconds) {
    var json =
        "{\"id\":\"%s\",\"url\":\"%s\",\"interval\":\"%ds\",\"timeout\":\"%ds\",\"retries\":0}"
            .formatted(id, url, 2 * timeoutSeconds, timeoutSeconds);
    var answer = curl(server, "/register", "-d", json, "-H", "Content-Type: application/json");
    assertThat(answer).isEmpty();
  }

  private void assertNobodyIsBlamed(ChildProcess server) {
    assertThat(said(server, "is down")).isZero();
    assertThat(get(server, "/status")).doesNotContain("\"status\":\"unhealthy\"");
  }

  private double checks(ChildProcess server) {
    return get(server, "/metrics")
        .lines()
        .filter(line -> line.startsWith("health_check_checks_total{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
        .sum();
  }

  private double value(ChildProcess server, String series) {
    return get(server, "/metrics")
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static long said(ChildProcess server, String part) {
    return server.lines().stream().filter(line -> line.contains(part)).count();
  }

  private String get(ChildProcess server, String path) {
    return curl(server, path);
  }

  private String curl(ChildProcess server, String path, String... more) {
    assertThat(server.isAlive()).isTrue();
    var finished =
        TwoNetworks.in(
                networks.monitor,
                Command.of("curl", "-s", "--max-time", "20", "http://127.0.0.1:4000" + path)
                    .plus(more))
            .run(LONG);
    assertThat(finished.exit()).as(path).isZero();
    return String.join("\n", finished.out());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(50_000_000);
    }
  }
}
