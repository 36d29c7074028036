package dev.allwell.egress;

import dev.allwell.model.Reason;

/// What an attempt is busy with; the deadline is named after it.
public enum Phase {
  RESOLVE(Reason.TIMEOUT_RESOLVE),
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
