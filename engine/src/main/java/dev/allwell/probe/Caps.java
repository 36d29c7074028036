package dev.allwell.probe;

import dev.allwell.format.MonitorDocument;
import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.TcpCheck.Talk;

/// What one answer may cost, whatever the target sends. Sizes are in bytes; how much of a body is
/// kept stands in the check.
///
/// @param wire taken from the wire for one answer, whatever its framing; twice the body's own cap
///   where that is more
/// @param framing around the parts of a body beyond as much as the body has itself
/// @param line of the status line
/// @param headers of all header lines together
/// @param headerCount header lines
/// @param interim answers from 100 to 199 before the final one
/// @param control HTTP/2 frames beside the answer's own
/// @param ratio how many times as long as what was sent for it a body may be
/// @param location characters of a `Location`
/// @param document what is read of a document
/// @param talks of what is no HTTP
record Caps(
    long wire,
    int framing,
    int line,
    int headers,
    int headerCount,
    int interim,
    int control,
    int ratio,
    int location,
    MonitorDocument.Limits document,
    Talks talks) {
  static final Caps DEFAULT =
      new Caps(
          1024 * 1024,
          4096,
          8192,
          32 * 1024,
          100,
          10,
          100,
          100,
          2048,
          MonitorDocument.Limits.DEFAULT,
          new Talks(Talk.MOST_HEARD, 16 * 1024, 16));

  /// What a talk may cost that is not over HTTP.
  ///
  /// @param heard of what comes, and searched
  /// @param clear taken before TLS is agreed on, over the whole talk
  /// @param pointers that a name in a DNS message may follow; servers need one or two
  record Talks(int heard, int clear, int pointers) {}

  /// Whether so many bytes around the parts of a body are too many: sizes of chunks and what is
  /// said beside them, heads and padding of frames, heads of compressed blocks. Parts as small as
  /// that cost far more than their bytes.
  boolean overframed(long around, long body) {
    return around > framing + body;
  }

  /// What is wrong with a body of which that is true.
  String overframing() {
    return "more around its body than " + framing + " bytes and its own length";
  }

  /// What an answer may cost whose body may be this long.
  long wire(int maxBody) {
    return Math.max(wire, 2L * Math.min(maxBody, Conduct.LARGEST_BODY));
  }
}
