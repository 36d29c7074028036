package dev.allwell.server.web;

import dev.allwell.server.access.Caller;

/// What is said to a request at a door.
sealed interface Passage {
  /// Who asks is known as far as needed, and may come in.
  record Free(Caller caller) implements Passage {}

  record Barred(Refusal refusal) implements Passage {}

  static Passage barred(Refusal refusal) {
    return new Barred(refusal);
  }
}
