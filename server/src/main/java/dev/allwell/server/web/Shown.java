package dev.allwell.server.web;

import dev.allwell.definition.Showing;
import dev.allwell.server.access.Caller;
import dev.allwell.server.access.Scope;

/// How much of a statement a caller is shown: secrets never, and what may hold one only if he could
/// change it.
public final class Shown {
  private Shown() {}

  /// As the native API writes statements for him.
  public static Showing to(Caller caller) {
    return caller.may(Scope.WRITE) ? Showing.REDACTED : Showing.VEILED;
  }
}
