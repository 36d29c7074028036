package dev.allwell.model;

import java.time.Instant;

/// That a category is disabled, whatever is stated of it, until a person enables it.
///
/// @param at since when
/// @param by who disabled it; empty when it tripped, being sticky and found bad
public record SwitchedOff(Instant at, String by) {
  public SwitchedOff {
    by = Printable.line(by, Ack.LONGEST_AUTHOR);
  }

  /// One that was found bad.
  public static SwitchedOff tripped(Instant at) {
    return new SwitchedOff(at, "");
  }

  /// Whether it was found bad, and nobody disabled it.
  public boolean tripped() {
    return by.isEmpty();
  }
}
