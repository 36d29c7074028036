package dev.allwell.server.config.yaml;

/// A place in a file.
///
/// @param file as it is shown
/// @param line from 1
/// @param column from 1, in characters
public record Mark(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
