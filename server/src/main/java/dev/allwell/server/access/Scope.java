package dev.allwell.server.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a token lets its holder do; each token has one.
public enum Scope {
  /// Seeing everything but tokens and the audit log.
  READ("read"),
  /// Registering and removing services at addresses of the caller's own; seeing nothing.
  REGISTER("register"),
  /// Registering and removing services wherever they are; seeing nothing.
  REGISTER_ANY("register:any"),
  /// Changing whatever is watched; includes `read` and `register:any`.
  WRITE("write"),
  /// Tokens, the audit log, reloads; includes all others.
  ADMIN("admin");

  private final String code;

  Scope(String code) {
    this.code = code;
  }

  /// As it is written in every interface.
  public String code() {
    return code;
  }

  /// Whether who has this one may do what the other allows.
  public boolean includes(Scope other) {
    return switch (this) {
      case READ, REGISTER -> other == this;
      case REGISTER_ANY -> other == REGISTER_ANY || other == REGISTER;
      case WRITE -> other != ADMIN;
      case ADMIN -> true;
    };
  }

  /// The scope that is written so.
  public static Optional<Scope> of(String code) {
    return Arrays.stream(values()).filter(scope -> scope.code.equals(code)).findFirst();
  }

  /// All of them as they are written, for messages.
  public static String codes() {
    return Arrays.stream(values()).map(Scope::code).collect(Collectors.joining(", "));
  }
}
