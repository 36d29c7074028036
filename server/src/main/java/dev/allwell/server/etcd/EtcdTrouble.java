package dev.allwell.server.etcd;

/// That etcd did not do what was asked of it; the message says what it said, or did not.
final class EtcdTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean compacted;

  EtcdTrouble(String message) {
    this(message, false);
  }

  /// @param compacted whether it is that etcd forgot what was asked for
  EtcdTrouble(String message, boolean compacted) {
    super(message);
    this.compacted = compacted;
  }

  EtcdTrouble(String message, Throwable cause) {
    super(message, cause);
    this.compacted = false;
  }

  boolean compacted() {
    return compacted;
  }
}
