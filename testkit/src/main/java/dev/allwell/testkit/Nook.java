package dev.allwell.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;

/// A place on Linux's loopback net, 127.0.0.0/8, for a listener that goes and comes back: an
/// address out of sixteen million, which nobody else happens to use, and a port that no kernel
/// gives away by itself.
public record Nook(String host, int port) {
  /// Below the ports that outgoing connections and port 0 get.
  private static final int FIRST = 10_000;

  private static final int BEYOND = 30_000;

  /// Another one each time.
  public static Nook any() {
    var random = ThreadLocalRandom.current();
    var host =
        "127.%d.%d.%d"
            .formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255));
    return new Nook(host, random.nextInt(FIRST, BEYOND));
  }

  /// As sockets take it.
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
