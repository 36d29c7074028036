package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import dev.allwell.testkit.Ports;
import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A stock nsd with one server process that knows one name, and counts.
record Nsd(ChildProcess process, Path config, int port) implements AutoCloseable {
  static final String NAME = "target.bench.test";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static Nsd start(Path folder, Cores cores) throws InterruptedException {
    int port = Ports.free();
    try {
      Files.writeString(
          folder.resolve("bench.zone"),
          """
          $ORIGIN bench.test.
          $TTL 60
          @ IN SOA ns.bench.test. root.bench.test. 1 3600 600 86400 60
          @ IN NS ns.bench.test.
          ns IN A 127.0.0.1
          target IN A 192.0.2.10
          """);
      var config =
          Files.writeString(
              folder.resolve("nsd.conf"),
              """
              server:
                ip-address: 127.0.0.1@%2$d
                server-count: 1
                username: ""
                chroot: ""
                zonesdir: "%1$s"
                database: ""
                pidfile: ""
                xfrdfile: ""
                xfrdir: "%1$s"
                zonelistfile: "%1$s/zone.list"
                rrl-ratelimit: 0
              remote-control:
                control-enable: yes
                control-interface: %1$s/nsd.control
              zone:
                name: bench.test
                zonefile: bench.zone
              """
                  .formatted(folder, port));
      var process =
          Cores.pinned(cores.target(), Programs.NSD.path(), "-d", "-c", config.toString()).start();
      var nsd = new Nsd(process, config, port);
      nsd.awaitAnswer();
      return nsd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Questions that came over UDP so far.
  long queries() {
    var told = control();
    return told.out().stream()
        .filter(line -> line.startsWith("num.queries="))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
        .findFirst()
        .orElseThrow(() -> Unfit.measured("nsd tells no counters: " + told + process.lines()));
  }

  private dev.allwell.testkit.process.Finished control() {
    return Command.of(Programs.NSD_CONTROL.path(), "-c", config.toString(), "stats_noreset")
        .run(PATIENCE);
  }

  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (control().exit() != 0) {
      if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
        close();
        throw Unfit.measured("nsd does not start: " + process.lines());
      }
      Thread.sleep(50);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
