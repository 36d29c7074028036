package dev.allwell.testkit;

import java.io.IOException;

/// What a target does with one connection. When it returns, the connection is closed in the
/// ordinary way. An `IOException` ends it quietly: the peer went away.
@FunctionalInterface
public interface Script {
  void play(Wire wire) throws IOException, InterruptedException;
}
