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

  /// Nothing has to end it, since it is `ok`: the same play with something worse in the same place
  /// must give this reason instead, so that the place is known to be looked at.
  ///
  /// @param rule why it is let pass, in words
  record Worse(String rule, Stand worse, String reason) implements Control {}

  /// What the target wrote is shown, cleaned: each character of it must be found in what is shown,
  /// or a stand-in for it; and with the stand-ins put back, what is shown must not pass for clean.
  ///
  /// @param hostile as it comes to us, before it is cleaned
  record Cleaned(String hostile) implements Control {}

  /// What the target wrote is shown, escaped: this must be found in what is shown; and with the
  /// hostile text in its place, what is shown must not pass for clean.
  record Escaped(String hostile, String escaped) implements Control {}
}
