package dev.allwell.tracker.spring;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where an Allwell server finds this application: the address that the web server is bound to, or
/// else the one from which packets to that Allwell server leave this machine.
final class OwnAddress {
  private OwnAddress() {}

  /// How the running web server is reached.
  ///
  /// @param scheme `http` or `https`
  /// @param boundOrNull what it is bound to; null or a wildcard: all addresses
  /// @param path of the health address with the context path; empty: none
  record Listening(String scheme, @Nullable InetAddress boundOrNull, int port, String path) {}

  /// May resolve a name, so it may take seconds.
  static URI seenFrom(URI server, Listening listening) throws IOException {
    var bound = listening.boundOrNull();
    var address = bound == null || bound.isAnyLocalAddress() ? leavingTo(server) : bound;
    try {
      return new URI(
          listening.scheme(),
          null,
          address.getHostAddress().replaceFirst("%.*", ""),
          listening.port(),
          listening.path().isEmpty() ? null : listening.path(),
          null,
          null);
    } catch (URISyntaxException e) {
      throw new IOException("no address can be made of " + address, e);
    }
  }

  private static InetAddress leavingTo(URI server) throws IOException {
    int port = server.getPort() >= 0 ? server.getPort() : usualPort(server.getScheme());
    // a datagram socket that is connected has chosen its way, and has sent nothing
    try (var socket = new DatagramSocket()) {
      var target = new InetSocketAddress(server.getHost(), port);
      if (target.isUnresolved()) {
        throw new IOException("the name " + server.getHost() + " cannot be resolved");
      }
      socket.connect(target);
      return socket.getLocalAddress();
    }
  }

  private static int usualPort(String scheme) {
    return scheme.toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }
}
