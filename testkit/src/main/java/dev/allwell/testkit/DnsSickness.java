package dev.allwell.testkit;

import java.util.List;

/// What a scripted name server suffers from.
public enum DnsSickness {
  NONE,
  /// Never answers.
  SILENT,
  /// Says SERVFAIL.
  SERVFAIL,
  /// Says over UDP that the answer does not fit; answers over TCP.
  TRUNCATING,
  /// First an answer to nobody's question (as a forger would send it), then the right one.
  FORGED_FIRST,
  /// As if the first datagram of each question were lost on its way.
  LOSING_THE_FIRST,
  /// The right id and then noise.
  GARBAGE;

  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;

  /// @param before how often the same question came already
  List<byte[]> answers(DnsAnswer to, byte[] right, boolean overTcp, long before) {
    return switch (this) {
      case NONE -> List.of(right);
      case SILENT -> List.of();
      case SERVFAIL -> List.of(to.with(SERVER_FAILURE, List.of()));
      case TRUNCATING -> List.of(overTcp ? right : to.truncated());
      case FORGED_FIRST -> {
        byte[] forged = to.with(NO_SUCH_NAME, List.of());
        forged[0] ^= 0x55;
        yield List.of(forged, right);
      }
      case LOSING_THE_FIRST -> overTcp || before > 0 ? List.of(right) : List.of();
      case GARBAGE -> List.of(to.garbage());
    };
  }
}
