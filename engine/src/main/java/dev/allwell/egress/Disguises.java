package dev.allwell.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// IPv4 addresses inside IPv6 ones: whoever routes the outer one may end at the inner one.
final class Disguises {
  private static final int LENGTH = 16;

  private Disguises() {}

  /// Every IPv4 address that some mechanism would read out of these 16 bytes; none for most.
  static List<Inet4Address> hiddenIn(byte[] six) {
    var hidden = new ArrayList<Inet4Address>(2);
    if (zero(six, 0, 10) && six[10] == -1 && six[11] == -1) {
      hidden.add(at(six, 12)); // IPv4-mapped ::ffff:0:0/96, RFC 4291
    } else if (zero(six, 0, 8) && six[8] == -1 && six[9] == -1 && zero(six, 10, 12)) {
      hidden.add(at(six, 12)); // IPv4-translated ::ffff:0:0:0/96, RFC 2765
    } else if (zero(six, 0, 12) && !zero(six, 12, 15)) {
      hidden.add(at(six, 12)); // IPv4-compatible ::/96, RFC 4291; not ::, ::1
    }
    if (starts(six, 0x00, 0x64, 0xff, 0x9b)) {
      boolean local = starts(six, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01);
      if (!local || !zero(six, 12, LENGTH)) {
        hidden.add(at(six, 12)); // NAT64 64:ff9b::/96, RFC 6052
      }
      if (local && !zero(six, 6, 12)) {
        hidden.add(around(six)); // 64:ff9b:1::/48, RFC 8215
      }
    } else if (starts(six, 0x20, 0x02)) {
      hidden.add(at(six, 2)); // 6to4, RFC 3056
    } else if (starts(six, 0x20, 0x01, 0x00, 0x00)) {
      hidden.add(at(six, 4)); // Teredo's server, RFC 4380
      hidden.add(inverted(six)); // and its client
    }
    if ((six[8] & ~0x03) == 0 && six[9] == 0 && six[10] == 0x5e && six[11] == (byte) 0xfe) {
      hidden.add(at(six, 12)); // ISATAP, RFC 5214
    }
    return hidden;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean starts(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((bytes[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }

  private static Inet4Address at(byte[] six, int from) {
    return four(six[from], six[from + 1], six[from + 2], six[from + 3]);
  }

  /// A /48 prefix keeps byte 8 zero: the address lies on both sides of it (RFC 6052 §2.2).
  private static Inet4Address around(byte[] six) {
    return four(six[6], six[7], six[9], six[10]);
  }

  private static Inet4Address inverted(byte[] six) {
    return four(
        (byte) ~six[LENGTH - 4],
        (byte) ~six[LENGTH - 3],
        (byte) ~six[LENGTH - 2],
        (byte) ~six[LENGTH - 1]);
  }

  private static Inet4Address four(byte a, byte b, byte c, byte d) {
    try {
      return (Inet4Address) InetAddress.getByAddress(new byte[] {a, b, c, d});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }
}
