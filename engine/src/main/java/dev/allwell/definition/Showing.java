package dev.allwell.definition;

import dev.allwell.model.Secret;

/// How a secret stands in a statement that is written out.
@FunctionalInterface
public interface Showing {
  /// What stands for a secret; whoever sends it back means the one that is stored.
  String MARK = "***";

  /// Not at all.
  Showing REDACTED = (path, secret) -> MARK;

  /// As it is: for what goes back into the house.
  Showing REVEALED = (path, secret) -> secret.reveal();

  /// The text in its place.
  ///
  /// @param path of its key, `http.auth.bearer`
  String text(String path, Secret secret);
}
