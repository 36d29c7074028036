package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import dev.allwell.testkit.Ports;
import dev.allwell.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Prometheus' blackbox_exporter, asked for probes by wrk from the target's core: the CPU that
/// counts is the exporter's own.
record Blackbox(Path folder, Targets targets, Cores cores, int inFlight) implements Contestant {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "blackbox_exporter";
  }

  @Override
  public Set<Kind> kinds() {
    return EnumSet.of(Kind.HTTP, Kind.TLS, Kind.TCP, Kind.DNS);
  }

  @Override
  public Running start(Kind kind) throws InterruptedException {
    int port = Ports.free();
    try {
      var config = Files.writeString(folder.resolve("blackbox.yml"), modules());
      var exporter =
          Cores.pinned(
                  cores.contestant(),
                  Programs.BLACKBOX.path(),
                  "--config.file=" + config,
                  "--log.level=error",
                  "--web.listen-address=127.0.0.1:" + port)
              .start();
      var probe = probe(kind, port);
      try {
        awaitSuccess(probe, exporter);
      } catch (RuntimeException | InterruptedException e) {
        exporter.close();
        throw e;
      }
      return new Exporter(exporter, Wrk.at(cores.target(), inFlight, "Accept: */*", probe));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String modules() {
    return """
    modules:
      http: {prober: http, timeout: 5s, http: {preferred_ip_protocol: ip4, tls_config: {ca_file: %s}}}
      tcp: {prober: tcp, timeout: 5s, tcp: {preferred_ip_protocol: ip4}}
      dns: {prober: dns, timeout: 5s, dns: {query_name: %s, query_type: A, preferred_ip_protocol: ip4}}
    """
        .formatted(targets.authority(), Nsd.NAME);
  }

  private String probe(Kind kind, int port) {
    var asked =
        switch (kind) {
          case HTTP, KEEP_ALIVE, TLS -> "module=http&target=" + targets.url(kind);
          case TCP -> "module=tcp&target=127.0.0.1:" + targets.nginx().port(Kind.TCP);
          case DNS -> "module=dns&target=127.0.0.1:" + targets.nsd().port();
        };
    return "http://127.0.0.1:" + port + "/probe?" + asked;
  }

  private static void awaitSuccess(String probe, ChildProcess exporter)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var request = HttpRequest.newBuilder(URI.create(probe)).build();
    try (var client = HttpClient.newHttpClient()) {
      while (true) {
        try {
          var said = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
          if (!said.contains("\nprobe_success 1")) {
            throw Unfit.measured("blackbox_exporter does not succeed: " + said);
          }
          return;
        } catch (IOException e) {
          if (System.nanoTime() - deadline > 0 || !exporter.isAlive()) {
            throw new UncheckedIOException(exporter.lines().toString(), e);
          }
          Thread.sleep(50);
        }
      }
    }
  }

  private record Exporter(ChildProcess process, ChildProcess driver) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      driver.close();
      process.close();
    }
  }
}
