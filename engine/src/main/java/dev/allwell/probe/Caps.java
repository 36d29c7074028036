package dev.allwell.probe;

/// What one answer may cost, whatever the target sends. Sizes are in bytes.
///
/// @param body kept of one body, decoded
/// @param wire taken from the wire for one answer, whatever its framing
/// @param line of the status line
/// @param headers of all header lines together
/// @param headerCount header lines
/// @param interim answers from 100 to 199 before the final one
record Caps(int body, long wire, int line, int headers, int headerCount, int interim) {
  static final Caps DEFAULT = new Caps(64 * 1024, 1024 * 1024, 8192, 32 * 1024, 100, 10);
}
