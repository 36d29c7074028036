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
  private final HttpLane http;
  private final Patterns lines = new Patterns(TcpCheck.Talk.BY_LINES);

  public Probes(Egress egress) {
    this(egress, Caps.DEFAULT);
  }

  Probes(Egress egress, Caps caps) {
    this.egress = egress;
    this.caps = caps;
    http = new HttpLane(egress.loop(), caps);
  }

  @Override
  public Probing probe(Check check, long limitNanos, Consumer<Attempt> done) {
    return begin(check, new Run(egress, caps, check.endpoint(), limitNanos, done));
  }

  @Override
  public Probing probe(Check check, long limitNanos, Trace trace, Consumer<Attempt> done) {
    return begin(check, new TracedRun(egress, caps, check, limitNanos, trace, done));
  }

  private Probing begin(Check check, Run run) {
    run.guarded(() -> {
      switch (check) {
        case HttpCheck request -> new HttpProbe(request, run, http).start();
        case TcpCheck tcp -> new TcpProbe(tcp, run, lines).start();
        case DnsCheck dns -> new DnsProbe(dns, run).start();
      }
    });
    return run;
  }

  /// What http checks have in common.
  HttpLane http() {
    return http;
  }

  /// Closes the connections that wait for reuse, and frees what is lent to probes. Probes under way
  /// end by themselves.
  @Override
  public void close() {
    http.close();
  }
}
