package dev.allwell.egress;

import dev.allwell.model.Reason;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.function.Predicate;

/// Whether this machine has a way to an address at all, so that its own lack of one is not held
/// against the target. Used on one thread.
///
/// The kernel says the same words when this machine has no route and when a router on the way said
/// so, and again the same when all ports are taken as when there is no address of the target's
/// kind. Connecting a UDP socket tells them apart: it sends nothing and consults nothing but our
/// own routes and addresses.
final class Origins {
  private static final int ANY_PORT = 9;

  private final Predicate<InetAddress> routed;

  /// @param routed whether our own routes lead to an address
  Origins(Predicate<InetAddress> routed) {
    this.routed = routed;
  }

  /// What trouble with a connect comes to, once it is known whose it is.
  Trouble weighed(Trouble trouble, InetAddress target) {
    boolean doubtful =
        trouble.reason() == Reason.CONNECT_UNREACHABLE || trouble.reason() == Reason.NO_PORTS;
    if (!doubtful || routed.test(target)) {
      return trouble;
    }
    // what is wrong with the loopback is wrong with the target that lives there
    return new Trouble(
        target.isLoopbackAddress() ? Reason.CONNECT_UNREACHABLE : Reason.NO_ROUTE,
        "this machine has no route to " + target.getHostAddress() + ": " + trouble.detail());
  }

  /// Asks this machine's routes.
  static boolean routed(InetAddress target) {
    ProtocolFamily family =
        target instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try (var asking = DatagramChannel.open(family)) {
      asking.connect(new InetSocketAddress(target, ANY_PORT));
      return true;
    } catch (IOException | UnsupportedOperationException none) {
      return false;
    }
  }
}
