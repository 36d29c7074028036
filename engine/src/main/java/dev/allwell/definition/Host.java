package dev.allwell.definition;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The host of a url: a name, an IPv4 address or an IPv6 address in brackets.
///
/// Each has one notation alone, so that a guard further on sees what the writer saw: an IPv4
/// address is four decimal numbers (what ends in a number is one, as the WHATWG URL standard has
/// it), a name is letters, digits, hyphens and underscores once international ones are in ASCII
/// form (RFC 3490).
final class Host {
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]+");

  /// What RFC 3490, which the JDK follows, maps to other letters and RFC 5891 does not.
  private static final Pattern TWO_READINGS = Pattern.compile("[\u00df\u03c2]");

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private Host() {}

  /// The host in lower case and ASCII form, an IPv6 address without its brackets.
  ///
  /// @throws MalformedUrl with what is wrong
  static String read(String text) throws MalformedUrl {
    if (text.isEmpty()) {
      throw new MalformedUrl("names no host");
    }
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    if (text.endsWith(".")) {
      throw new MalformedUrl("a host is written without a dot at its end");
    }
    String host = ascii(text, text, "a host name");
    if (NUMBER.matcher(host).matches() && !IPV4.matcher(host).matches()) {
      throw new MalformedUrl(
          Quoted.of(text) + " is not an IPv4 address: expected four numbers from 0 to 255");
    }
    return host;
  }

  /// A domain name in lower case and ASCII form, without the root's dot.
  ///
  /// @throws MalformedUrl with what is wrong
  static String domain(String text) throws MalformedUrl {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return ascii(name, text, "a domain name");
  }

  /// The bytes of an IPv4 or IPv6 address without brackets, if the text is one; one of IPv4 that is
  /// mapped into IPv6 stays one of IPv6.
  static Optional<byte[]> address(String text) {
    if (IPV4.matcher(text).matches()) {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    }
    if (text.indexOf(':') < 0 || !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      if (bytes.length == 4) {
        var mapped = ByteBuffer.allocate(16).putShort(10, (short) 0xffff);
        bytes = mapped.put(12, bytes).array();
      }
      return Optional.of(bytes);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String ascii(String text, String given, String wanted) throws MalformedUrl {
    if (TWO_READINGS.matcher(text).find()) {
      throw new MalformedUrl(
          Quoted.of(given) + " is read as two different names: write it in its \"xn--\" form");
    }
    String name;
    try {
      name = IDN.toASCII(text).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new MalformedUrl(Quoted.of(given) + " is not " + wanted, e);
    }
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches() || longLabel(name)) {
      throw new MalformedUrl(Quoted.of(given) + " is not " + wanted);
    }
    return name;
  }

  private static boolean longLabel(String name) {
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      if (dot - start > LONGEST_LABEL) {
        return true;
      }
      start = dot + 1;
    }
    return name.length() - start > LONGEST_LABEL;
  }

  private static String ipv6(String text) throws MalformedUrl {
    String address = text.substring(1, Math.max(1, text.length() - 1)).toLowerCase(Locale.ROOT);
    boolean literal = text.endsWith("]") && address.matches("[0-9a-f:.]+") && address.contains(":");
    if (!literal) {
      throw new MalformedUrl(Quoted.of(text) + " is not an IPv6 address");
    }
    try {
      Inet6Address.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new MalformedUrl(Quoted.of(text) + " is not an IPv6 address", e);
    }
    return address;
  }
}
