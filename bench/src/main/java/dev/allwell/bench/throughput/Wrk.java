package dev.allwell.bench.throughput;

import dev.allwell.testkit.process.ChildProcess;
import java.util.EnumSet;
import java.util.Set;

/// wrk, which only asks and counts: what a client in C on one core can do at most.
record Wrk(Targets targets, Cores cores, int inFlight) implements Contestant {
  @Override
  public String name() {
    return "wrk";
  }

  @Override
  public Set<Kind> kinds() {
    return EnumSet.of(Kind.HTTP, Kind.KEEP_ALIVE, Kind.TLS);
  }

  @Override
  public Running start(Kind kind) {
    var connection = kind == Kind.KEEP_ALIVE ? "keep-alive" : "close";
    return new Asking(
        at(cores.contestant(), inFlight, "Connection: " + connection, targets.url(kind)));
  }

  /// One that asks until it is closed.
  static ChildProcess at(int core, int inFlight, String header, String url) {
    return Cores.pinned(
            core, Programs.WRK.path(), "-t1", "-c" + inFlight, "-d1h", "-H", header, url)
        .start();
  }

  private record Asking(ChildProcess process) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
