package dev.allwell.testkit.process;

import java.util.List;

/// A program that has ended: its exit code and every line it wrote.
///
/// @param exit the exit code; 128 + n after signal n
/// @param out the lines of its standard output
/// @param err the lines of its standard error
public record Finished(int exit, List<String> out, List<String> err) {
  public Finished {
    out = List.copyOf(out);
    err = List.copyOf(err);
  }
}
