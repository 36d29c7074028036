package dev.allwell.server.config.yaml;

import dev.allwell.server.config.Config;
import java.nio.file.Path;
import java.util.List;

/// What reading a configuration came to.
public sealed interface Reading {
  /// A configuration.
  ///
  /// @param origin what was read
  /// @param content tells whether another reading saw the same
  /// @param files all that was looked at, secrets included
  record Good(Origin origin, Config config, String content, List<Path> files) implements Reading {
    public Good {
      files = List.copyOf(files);
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
