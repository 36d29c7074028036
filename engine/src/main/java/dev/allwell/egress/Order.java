package dev.allwell.egress;

import dev.allwell.model.IpChoice;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// In which order addresses are called: the preferred kind first, then the kinds in turn (RFC 8305
/// §4). Pure.
final class Order {
  private Order() {}

  /// The addresses of the kinds that are chosen, each kind in the order it came in.
  static List<InetAddress> of(List<InetAddress> found, IpChoice choice) {
    if (found.size() == 1) {
      return wanted(found.getFirst(), choice) ? found : List.of();
    }
    var first = new ArrayDeque<InetAddress>();
    var second = new ArrayDeque<InetAddress>();
    for (InetAddress address : found) {
      if (wanted(address, choice)) {
        boolean six = address instanceof Inet6Address;
        (six == choice.sixFirst() ? first : second).add(address);
      }
    }
    var ordered = new ArrayList<InetAddress>(first.size() + second.size());
    while (!first.isEmpty() || !second.isEmpty()) {
      for (var kind : List.of(first, second)) {
        if (!kind.isEmpty()) {
          ordered.add(kind.remove());
        }
      }
    }
    return ordered;
  }

  private static boolean wanted(InetAddress address, IpChoice choice) {
    return address instanceof Inet6Address ? choice.six() : choice.four();
  }
}
