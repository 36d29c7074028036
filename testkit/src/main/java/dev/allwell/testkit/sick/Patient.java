package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.SickTarget;
import java.util.Optional;

/// A behaviour on its feet, at a port of 127.0.0.1.
///
/// @param target the one with a log; empty where nothing is accepted
public record Patient(int port, Optional<SickTarget> target, Runnable end)
    implements AutoCloseable {

  /// One on its feet.
  ///
  /// @param authority signs what certificate it shows
  public static Patient of(Stand stand, Authority authority) {
    return switch (stand) {
      case Stand.Nobody() -> {
        var port = new ClosedPort();
        yield new Patient(port.number(), Optional.empty(), port::close);
      }
      case Stand.Hole() -> {
        var hole = new BlackHole();
        yield new Patient(hole.port(), Optional.empty(), hole::close);
      }
      case Stand.Names names -> {
        var server = new NameServer(names);
        yield new Patient(server.port(), Optional.empty(), server::close);
      }
      case Stand.Plain(var script) -> logged(SickTarget.playing(script));
      case Stand.Secured(var certificate, var protocols, var script) ->
          logged(SickTarget.playingOverTls(certificate.apply(authority), protocols, script));
    };
  }

  private static Patient logged(SickTarget target) {
    return new Patient(target.port(), Optional.of(target), target::close);
  }

  /// Whether no connection to it is held open by the peer any more.
  public boolean abandoned() {
    return target.map(t -> t.left() == t.accepted()).orElse(true);
  }

  /// Bytes that it could send, over all connections.
  public long sent() {
    return target.map(SickTarget::sent).orElse(0L);
  }

  @Override
  public void close() {
    end.run();
  }
}
