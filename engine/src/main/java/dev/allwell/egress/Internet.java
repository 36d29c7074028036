package dev.allwell.egress;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What belongs to the public internet: addresses that are routed globally, and ports at which HTTP
/// can do no harm. Pure.
///
/// The addresses are those of IANA's registries of special-purpose addresses (RFC 6890, RFC 8190):
/// whatever is not marked there as globally reachable is not; of IPv6 moreover what is not yet
/// given out, so everything but 2000::/3.
final class Internet {
  /// Special, but not globally reachable.
  private static final List<Prefix> OTHERS =
      prefixes(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared behind a carrier's NAT
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays, deprecated
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // reserved, and broadcast
          "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation

  /// Globally reachable, though within one of the others, or not within 2000::/3.
  private static final List<Prefix> EXCEPTIONS =
      prefixes(
          "192.0.0.9", // Port Control Protocol anycast
          "192.0.0.10", // TURN anycast
          "64:ff9b::/96", // NAT64: what it leads to is asked for itself
          "2001:1::1", // Port Control Protocol anycast
          "2001:1::2", // TURN anycast
          "2001:1::3", // DNS-SD registration anycast
          "2001:3::/32", // AMT
          "2001:4:112::/48", // AS112
          "2001:20::/28", // ORCHIDv2
          "2001:30::/28"); // drone identities

  private static final Prefix GIVEN_OUT = Prefix.parse("2000::/3");

  /// Ports of protocols that take a line of HTTP for one of their own, in order.
  private static final int[] HARMED = {
    21, 23, // FTP, Telnet
    25, 110, 119, 143, // SMTP, POP3, NNTP, IMAP
    194, // IRC
    465, 587, // submission of mail
    993, 995, // IMAP and POP3 over TLS
    2525, // submission of mail
    6379, // Redis
    6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697, // IRC
    11_211, // Memcached
  };

  private Internet() {}

  /// Whether an address is routed globally.
  ///
  /// @param address 4 or 16 bytes
  static boolean reaches(byte[] address) {
    boolean special =
        within(OTHERS, address) || (address.length > 4 && !GIVEN_OUT.contains(address));
    return !special || within(EXCEPTIONS, address);
  }

  /// Whether HTTP may be spoken to a port.
  static boolean hears(int port) {
    return Arrays.binarySearch(HARMED, port) < 0;
  }

  private static boolean within(List<Prefix> prefixes, byte[] address) {
    for (int i = 0; i < prefixes.size(); i++) {
      if (prefixes.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static List<Prefix> prefixes(String... texts) {
    return Stream.of(texts).map(Prefix::parse).toList();
  }
}
