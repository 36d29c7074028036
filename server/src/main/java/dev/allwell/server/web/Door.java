package dev.allwell.server.web;

import dev.allwell.server.access.Scope;
import java.util.Optional;

/// Who may use a route.
enum Door {
  /// Anybody who reaches the server: it tells no more than that it lives.
  OPEN,
  /// Who may read: local callers, holders of a token for it, and where reading is anonymous
  /// everybody.
  READ,
  /// Who may register: local callers and holders of a token for it, and not on behalf of a page
  /// that another site serves.
  REGISTER,
  /// Holders of a token for changing what is watched; likewise.
  WRITE,
  /// Holders of a token for tokens, the audit log and reloads; likewise.
  ADMIN;

  /// What a caller must be allowed; empty when nothing is needed.
  Optional<Scope> needs() {
    return switch (this) {
      case OPEN -> Optional.empty();
      case READ -> Optional.of(Scope.READ);
      case REGISTER -> Optional.of(Scope.REGISTER);
      case WRITE -> Optional.of(Scope.WRITE);
      case ADMIN -> Optional.of(Scope.ADMIN);
    };
  }

  /// Whether what lies behind it may change something.
  boolean changes() {
    return switch (this) {
      case OPEN, READ -> false;
      case REGISTER, WRITE, ADMIN -> true;
    };
  }
}
