package dev.allwell.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The addresses that this process itself listens at: no probe may go there. Any thread.
///
/// They become known only when the server has bound, after the lanes exist, so they are announced.
public final class OwnListeners {
  private volatile Announced announced = new Announced(Set.of(), Set.of(), Set.of(), Set.of());

  /// Replaces all that was announced before.
  ///
  /// @param bound as bound; a wildcard address stands for each of the machine's own
  /// @param machine the machine's addresses; loopback counts among them in any case
  public void announce(
      Collection<InetSocketAddress> bound, Collection<? extends InetAddress> machine) {
    announced =
        new Announced(
            Set.copyOf(bound),
            bound.stream().map(InetSocketAddress::getPort).collect(Collectors.toUnmodifiableSet()),
            bound.stream()
                .filter(address -> address.getAddress().isAnyLocalAddress())
                .map(InetSocketAddress::getPort)
                .collect(Collectors.toUnmodifiableSet()),
            Set.copyOf(machine));
  }

  /// As the other, for listeners bound to definite addresses or to loopback.
  public void announce(Collection<InetSocketAddress> bound) {
    announce(bound, List.of());
  }

  boolean contain(InetAddress address, int port) {
    Announced now = announced;
    return now.bound.contains(new InetSocketAddress(address, port))
        || (address.isAnyLocalAddress() && now.ports.contains(port)) // which leads to this machine
        || (now.wildcardPorts.contains(port)
            && (address.isLoopbackAddress() || now.machine.contains(address)));
  }

  private record Announced(
      Set<InetSocketAddress> bound,
      Set<Integer> ports,
      Set<Integer> wildcardPorts,
      Set<InetAddress> machine) {}
}
