package dev.allwell.egress;

import dev.allwell.model.Reason;

/// What an attempt is busy with; the deadline is named after it.
public enum Phase {
  RESOLVE(Reason.TIMEOUT_RESOLVE),
  /// On the way to a proxy, until it can be asked for the target.
  PROXY(Reason.TIMEOUT_PROXY),
  /// To the target; with a proxy, while that is at it.
  CONNECT(Reason.TIMEOUT_CONNECT),
  TLS(Reason.TIMEOUT_TLS),
  FIRST_BYTE(Reason.TIMEOUT_FIRST_BYTE),
  TRANSFER(Reason.TIMEOUT_TRANSFER);

  private final Reason timeout;

  Phase(Reason timeout) {
    this.timeout = timeout;
  }

  /// The reason of an attempt whose deadline came during this phase.
  public Reason timeout() {
    return timeout;
  }
}
