package dev.allwell.testkit.sick;

/// One hostile behaviour: a row of the table that every prober must pass.
///
/// @param name in a few words; unique
/// @param aim the kind of check that it is met with
/// @param stand what plays it on a real socket
/// @param reason the code of the one reason that it must give
/// @param control how a test knows that the row can fail
public record Behaviour(String name, Aim aim, Stand stand, String reason, Control control) {
  @Override
  public String toString() {
    return name;
  }

  /// What bounds the harm, in words for a reader.
  public String bound() {
    return switch (control) {
      case Control.Lifted(var cap) -> cap.words();
      case Control.Twin(var rule, _) -> rule;
      case Control.Worse(var rule, _, _) -> rule;
      case Control.Cleaned _ -> "whatever is shown is cleaned";
      case Control.Escaped _ -> "whatever is shown is escaped as in zone files";
    };
  }
}
