package dev.allwell.server.access;

/// What a request asks for, as far as it matters how often that may be.
public enum Asking {
  /// Looking at something.
  READING,
  /// Registering a service, or taking it back.
  REGISTERING,
  /// Changing what is watched.
  CHANGING,
  /// Having a target asked at once, out of its turn.
  CHECKING,
  /// Tokens, the audit log, reloads.
  ADMINISTERING
}
