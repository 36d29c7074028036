package dev.allwell.probe;

import dev.allwell.model.HttpCheck.Conduct;

/// What one answer may cost, whatever the target sends. Sizes are in bytes; how much of a body is
/// kept stands in the check.
///
/// @param wire taken from the wire for one answer, whatever its framing; twice the body's own cap
///   where that is more
/// @param line of the status line
/// @param headers of all header lines together
/// @param headerCount header lines
/// @param interim answers from 100 to 199 before the final one
/// @param control HTTP/2 frames beside the answer's own
/// @param ratio how many times as long as what was sent for it a body may be
record Caps(
    long wire, int line, int headers, int headerCount, int interim, int control, int ratio) {
  static final Caps DEFAULT = new Caps(1024 * 1024, 8192, 32 * 1024, 100, 10, 100, 100);

  /// What an answer may cost whose body may be this long.
  long wire(int maxBody) {
    return Math.max(wire, 2L * Math.min(maxBody, Conduct.LARGEST_BODY));
  }
}
