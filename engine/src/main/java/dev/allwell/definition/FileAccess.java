package dev.allwell.definition;

import java.util.Optional;
import java.util.function.Consumer;

/// Reads what a `…-file` key names. Only whoever writes the configuration file may name files of
/// this machine: anyone else could have them sent to a target of theirs.
@FunctionalInterface
public interface FileAccess {
  /// No file at all.
  FileAccess NONE =
      (path, refuse) -> {
        refuse.accept("a file can be named in the configuration file alone");
        return Optional.empty();
      };

  /// The text of a file without the line break at its end, or empty once `refuse` was told why not.
  Optional<String> read(String path, Consumer<String> refuse);
}
