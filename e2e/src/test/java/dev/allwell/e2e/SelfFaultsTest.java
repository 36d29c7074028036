package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.fleet.Fleet;
import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// It is the server that is sick, and its targets are well: nothing is held against them.
@Tag("alone")
class SelfFaultsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int SERVICES = 20;
  @TempDir private Path folder;

  @Test
  void aServerThatWasStoppedBlamesNobodyAndGoesOn() throws Exception {
    try (var slow =
            SickTarget.playing(wire -> {
              boolean first = wire.request().line().contains("/slow");
              Thread.sleep(500);
              wire.write(first ? Sickness.redirect(302, "/there") : Sickness.answer(200, "well"));
            });
        var fleet = Fleet.of(SERVICES);
        var server = Server.on(folder)) {
      for (int i = 0; i < SERVICES; i++) {
        register(server, "well-" + i, fleet.url(i));
        register(server, "slow-" + i, "http://127.0.0.1:" + slow.port() + "/slow");
      }
      awaitAllHealthy(server);
      for (int i = 0; i < 2; i++) {
        server.process().signal("STOP");
        pass(Duration.ofSeconds(4));
        server.process().signal("CONT");
        long before = fleet.log().total();
        await(() -> fleet.log().total() >= before + 3 * SERVICES);
      }
      assertNobodyIsBlamed(server);
      assertThat(lines(server.process(), "stood still")).isBetween(1L, 4L);
      assertThat(server.get("/metrics").body()).contains("allwell_pauses_total");
      assertThat(metric(server, "allwell_pauses_total")).isGreaterThanOrEqualTo(2);
      assertThat(metric(server, "allwell_pause_seconds_total")).isGreaterThan(6);
      awaitAllHealthy(server);
    }
  }

  @Test
  void aServerWithoutDescriptorsBlamesNobodyAndRecovers() throws Exception {
    try (var fleet = Fleet.of(SERVICES);
        var server = Server.on(folder)) {
      for (int i = 0; i < SERVICES; i++) {
        register(server, "s-" + i, fleet.url(i));
      }
      awaitAllHealthy(server);
      limit(server.process(), "0:");
      server.await(
          "/metrics",
          body -> value(body, "allwell_own_faults_total{reason=\"no-descriptors\"}") > 20,
          LONG);
      assertNobodyIsBlamed(server);
      assertThat(server.get("/status/s-0").statusCode()).isEqualTo(200);
      assertThat(lines(server.process(), "no-descriptors:")).isEqualTo(1);
      limit(server.process(), "4096:");
      long before = fleet.log().total();
      await(() -> fleet.log().total() >= before + 2 * SERVICES);
      awaitAllHealthy(server);
      assertNobodyIsBlamed(server);
    }
  }

  private static void limit(ChildProcess process, String descriptors) {
    var finished =
        Command.of("prlimit", "--pid", Long.toString(process.pid()), "--nofile=" + descriptors)
            .run(LONG);
    assertThat(finished.exit()).as(String.valueOf(finished.err())).isZero();
  }

  private static void register(Server server, String id, String url) throws Exception {
    var json =
        "{\"id\":\"%s\",\"url\":\"%s\",\"interval\":\"2s\",\"timeout\":\"2s\",\"retries\":0}"
            .formatted(id, url);
    assertThat(server.register(json).statusCode()).isEqualTo(201);
  }

  private static void awaitAllHealthy(Server server) throws Exception {
    server.await(
        "/status",
        body ->
            !body.contains("\"status\":\"unknown\"") && !body.contains("\"status\":\"unhealthy\""),
        LONG);
  }

  /// No check has failed, and no downtime began.
  private static void assertNobodyIsBlamed(Server server) throws Exception {
    var failures =
        server
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("health_check_failures_total{"))
            .toList();
    assertThat(failures).isNotEmpty().allMatch(line -> line.endsWith(" 0"));
    assertThat(lines(server.process(), "is down")).isZero();
  }

  private static long lines(ChildProcess process, String part) {
    return process.lines().stream().filter(line -> line.contains(part)).count();
  }

  private static double metric(Server server, String name) throws Exception {
    return value(server.get("/metrics").body(), name);
  }

  private static double value(String text, String series) {
    return text.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    await(() -> System.nanoTime() - until >= 0);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
