package dev.allwell.server.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Who is connected, and what was turned away. Any thread.
final class Traffic {
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
  private final AtomicLong turnedAway = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();

  /// @param meters where it is shown
  Traffic(MeterRegistry meters) {
    Gauge.builder("allwell.http.connections", connections, AtomicInteger::get)
        .description("Connections that are open")
        .register(meters);
    count(meters, "allwell.http.requests", requests, "Requests whose headers were well-formed");
    count(
        meters,
        "allwell.http.requests.refused",
        refused,
        "Requests refused by the access rules or the limits");
    count(
        meters,
        "allwell.http.connections.refused",
        turnedAway,
        "Connections turned away because too many were open");
    count(
        meters,
        "allwell.http.connections.cut",
        cut,
        "Connections cut because a request came too slowly or was malformed");
  }

  private static void count(
      MeterRegistry meters, String name, AtomicLong value, String description) {
    FunctionCounter.builder(name, value, AtomicLong::get).description(description).register(meters);
  }

  /// Counts a connection in, whether or not it may stay; [#leave] follows in either case.
  boolean enter(InetAddress peer, Limits limits) {
    int open = connections.incrementAndGet();
    int mine = peer.isLoopbackAddress() ? 0 : perAddress.merge(peer, 1, Integer::sum);
    boolean stays = open <= limits.connections() && mine <= limits.connectionsPerAddress();
    if (!stays) {
      turnedAway.incrementAndGet();
    }
    return stays;
  }

  void leave(InetAddress peer) {
    connections.decrementAndGet();
    perAddress.computeIfPresent(peer, (address, open) -> open == 1 ? null : open - 1);
  }

  void cut() {
    cut.incrementAndGet();
  }

  void refused() {
    refused.incrementAndGet();
  }

  void request() {
    requests.incrementAndGet();
  }
}
