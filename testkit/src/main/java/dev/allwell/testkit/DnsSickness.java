package dev.allwell.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
  /// The right id and then noise.
  GARBAGE;

  private static final int NO_ERROR = 0;
  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;

  List<byte[]> answers(DnsAnswer to, @Nullable List<DnsRecord> known, boolean overTcp) {
    byte[] right = right(to, known);
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
      case GARBAGE -> List.of(to.garbage());
    };
  }

  private static byte[] right(DnsAnswer to, @Nullable List<DnsRecord> known) {
    if (known == null) {
      return to.with(NO_SUCH_NAME, List.of());
    }
    return to.with(
        NO_ERROR,
        known.stream().filter(r -> r.type() == to.type() || r.type() == DnsRecord.CNAME).toList());
  }
}
