package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The addresses that this machine can call from: the kernel says the same words when all ports of
/// one are taken as when there is none of the target's kind, and the one is our shortage, the other
/// a target that cannot be reached.
///
/// Looked up when it is asked for, and believed for a second. Used on one thread.
final class Origins {
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Ticker ticker;
  private final Supplier<List<InetAddress>> own;
  private List<InetAddress> known = List.of();
  private boolean asked;
  private long askedNanos;

  Origins(Ticker ticker, Supplier<List<InetAddress>> own) {
    this.ticker = ticker;
    this.own = own;
  }

  /// Whether there is an address from which the target can be called. IPv4 is not looked at: no
  /// machine of ours is without it.
  boolean reach(InetAddress target) {
    return !(target instanceof Inet6Address)
        || own().stream()
            .anyMatch(from ->
                from instanceof Inet6Address
                    && from.isLoopbackAddress() == target.isLoopbackAddress()
                    && from.isLinkLocalAddress() == target.isLinkLocalAddress());
  }

  /// Of all interfaces that are up; empty when they cannot be told.
  static List<InetAddress> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(Origins::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .toList();
    } catch (SocketException unknown) {
      return List.of();
    }
  }

  private static boolean isUp(NetworkInterface one) {
    try {
      return one.isUp();
    } catch (SocketException gone) {
      return false;
    }
  }

  private List<InetAddress> own() {
    long now = ticker.nanos();
    if (!asked || now - askedNanos >= BELIEVED_NANOS) {
      known = own.get();
      asked = true;
      askedNanos = now;
    }
    return known;
  }
}
