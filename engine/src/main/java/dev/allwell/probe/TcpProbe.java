package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.model.Reason;
import dev.allwell.model.TcpCheck;

/// One attempt of a [TcpCheck]: connects, shakes hands when asked to, and closes.
final class TcpProbe {
  private final TcpCheck check;
  private final Run run;

  TcpProbe(TcpCheck check, Run run) {
    this.check = check;
    this.run = run;
  }

  void start() {
    run.dial(
        new Destination(check.endpoint(), check.tls(), check.route()), _ -> run.end(Reason.OK, ""));
  }
}
