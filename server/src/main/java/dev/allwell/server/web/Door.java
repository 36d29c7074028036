package dev.allwell.server.web;

import dev.allwell.server.access.Asking;
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
  /// Holders of the same, for having a target asked at once; likewise.
  CHECK,
  /// Holders of a token for tokens, the audit log and reloads; likewise.
  ADMIN;

  /// What a caller must be allowed; empty when nothing is needed.
  Optional<Scope> needs() {
    return switch (this) {
      case OPEN -> Optional.empty();
      case READ -> Optional.of(Scope.READ);
      case REGISTER -> Optional.of(Scope.REGISTER);
      case WRITE, CHECK -> Optional.of(Scope.WRITE);
      case ADMIN -> Optional.of(Scope.ADMIN);
    };
  }

  /// What going through counts as; empty when nobody counts.
  Optional<Asking> asking() {
    return switch (this) {
      case OPEN -> Optional.empty();
      case READ -> Optional.of(Asking.READING);
      case REGISTER -> Optional.of(Asking.REGISTERING);
      case WRITE -> Optional.of(Asking.CHANGING);
      case CHECK -> Optional.of(Asking.CHECKING);
      case ADMIN -> Optional.of(Asking.ADMINISTERING);
    };
  }

  /// Whether what lies behind it may change something.
  boolean changes() {
    return switch (this) {
      case OPEN, READ -> false;
      case REGISTER, WRITE, CHECK, ADMIN -> true;
    };
  }
}
