package dev.allwell.server.config.yaml;

import dev.allwell.server.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What reading a configuration came to.
public sealed interface Reading {
  /// A configuration.
  ///
  /// @param origin what was read
  /// @param content tells whether another reading saw the same
  /// @param files all that was looked at, secrets included
  /// @param stated where each service is stated, by id
  record Good(
      Origin origin, Config config, String content, List<Path> files, Map<String, Mark> stated)
      implements Reading {
    public Good {
      files = List.copyOf(files);
      stated = Map.copyOf(stated);
    }

    /// Where a service is stated, as `file:line`; empty when it is not.
    public Optional<String> place(String id) {
      return Optional.ofNullable(stated.get(id)).map(mark -> mark.file() + ":" + mark.line());
    }
  }

  /// None, and why.
  ///
  /// @param problems at least one, each a line `file:line:column: path: message`
  /// @param content tells whether another reading saw the same
  /// @param files all that was looked at, secrets included
  record Bad(List<String> problems, String content, List<Path> files) implements Reading {
    public Bad {
      problems = List.copyOf(problems);
      files = List.copyOf(files);
    }
  }

  /// Nothing to be read.
  ///
  /// @param why in plain words, with the name of the file or folder
  record Unreadable(String why) implements Reading {}
}
