package dev.allwell.server.web;

/// Who may use a route.
enum Door {
  /// Anybody who reaches the server: it tells no more than that it lives.
  OPEN,
  /// Trusted local callers: loopback peers, no proxy between, no page of another origin.
  READ,
  /// As `READ`, and not on behalf of a page that another site serves.
  REGISTER,
  /// Who may change anything.
  WRITE
}
