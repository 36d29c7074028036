package dev.allwell.server.access;

import java.util.Optional;

/// The file in the data folder that holds the text of the owner's token, and nothing else.
///
/// A port; blocks.
public interface OwnerFile {
  /// What stands in it, without spaces around; empty when there is no such file.
  Optional<String> read();

  /// Puts a text in place of what is there: as a whole or not at all, durable, for its owner's
  /// eyes.
  void write(String text);
}
