package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Phases;

/// Where the time of one attempt goes: always in exactly one phase, from its start to its stop.
/// Entering a phase again adds to it. Used on one thread.
public final class Stopwatch {
  private final Ticker ticker;
  private long resolve;
  private long connect;
  private long tls;
  private long firstByte;
  private long transfer;
  private Phase phase = Phase.RESOLVE;
  private long sinceNanos;

  public Stopwatch(Ticker ticker) {
    this.ticker = ticker;
    sinceNanos = ticker.nanos();
  }

  public void enter(Phase next) {
    settle();
    phase = next;
  }

  public Phase phase() {
    return phase;
  }

  /// What was spent until now.
  public Phases phases() {
    settle();
    return new Phases(resolve, connect, tls, firstByte, transfer);
  }

  private void settle() {
    long now = ticker.nanos();
    long spent = now - sinceNanos;
    sinceNanos = now;
    switch (phase) {
      case RESOLVE -> resolve += spent;
      case PROXY, CONNECT -> connect += spent;
      case TLS -> tls += spent;
      case FIRST_BYTE -> firstByte += spent;
      case TRANSFER -> transfer += spent;
    }
  }
}
