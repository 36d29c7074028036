package dev.allwell.model;

/// What is wrong with an input: where, and a message for the person who wrote it.
///
/// @param path of the key, `services[0].interval`; empty for the whole
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
