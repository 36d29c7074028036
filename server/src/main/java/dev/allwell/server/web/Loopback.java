package dev.allwell.server.web;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Telling addresses that only this machine reaches.
final class Loopback {
  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private Loopback() {}

  /// @param host an address as a literal, or a name, of which `localhost` alone is loopback
  static boolean is(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    if (!host.contains(":") && !DOTTED.matcher(host).matches()) {
      return false; // 127.1 is an address to some, and a name to those who bind
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
