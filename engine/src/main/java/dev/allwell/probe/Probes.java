package dev.allwell.probe;

import dev.allwell.egress.Egress;
import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.TcpCheck;
import java.util.function.Consumer;

/// One lane's prober: every kind of check, each by its own file. Used on the lane's thread.
public final class Probes implements Prober, AutoCloseable {
  private final Egress egress;
  private final Caps caps;
  private final IdleConnections idle;

  public Probes(Egress egress) {
    this(egress, Caps.DEFAULT);
  }

  Probes(Egress egress, Caps caps) {
    this.egress = egress;
    this.caps = caps;
    idle = new IdleConnections(egress.loop());
  }

  @Override
  public Probing probe(Check check, long limitNanos, Consumer<Attempt> done) {
    var run = new Run(egress, caps, check.endpoint(), limitNanos, done);
    run.guarded(() -> {
      switch (check) {
        case HttpCheck http -> new HttpProbe(http, run, idle).start();
        case TcpCheck tcp -> new TcpProbe(tcp, run).start();
        case DnsCheck dns -> new DnsProbe(dns, run).start();
      }
    });
    return run;
  }

  /// Closes the connections that wait for reuse. Probes under way end by themselves.
  @Override
  public void close() {
    idle.close();
  }
}
