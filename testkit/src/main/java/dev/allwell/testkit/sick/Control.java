package dev.allwell.testkit.sick;

/// How a test knows that a row can fail: what is changed so that its expectation holds no more.
public sealed interface Control {
  /// Without this bound the same behaviour must come to something else, or to no end.
  record Lifted(Cap cap) implements Control {}

  /// No bound of ours ends it but a rule of the protocol, or nothing has to: the same play without
  /// its sickness must be `ok`.
  ///
  /// @param rule what decides, in words
  record Twin(String rule, Stand healthy) implements Control {}

  /// What the target wrote around a marker is shown, cleaned: the marker must be found in what is
  /// shown, and the text as it was sent must not pass for clean.
  record Cleaned(String marker, String hostile) implements Control {}
}
