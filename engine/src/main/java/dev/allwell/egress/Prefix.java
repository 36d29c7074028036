package dev.allwell.egress;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A range of addresses that begin alike (RFC 4632, RFC 4291 §2.3), such as `10.0.0.0/8` or
/// `fe80::/10`.
///
/// @param six whether they are IPv6 addresses
/// @param high the first 64 bits of the lowest address; of IPv4 the upper 32 of these
/// @param low the other 64 bits; of IPv4 none
/// @param length how many bits are alike, from 0 to 32 or to 128
public record Prefix(boolean six, long high, long low, int length) {
  private static final int LONGEST_FOUR = 32;
  private static final int LONGEST_SIX = 128;

  public Prefix {
    if (length < 0 || length > (six ? LONGEST_SIX : LONGEST_FOUR)) {
      throw new IllegalArgumentException("no length of a prefix: " + length);
    }
    if ((high & ~mask(length)) != 0 || (low & ~mask(length - Long.SIZE)) != 0) {
      throw new IllegalArgumentException("more than " + length + " bits");
    }
  }

  /// Reads an address, which stands for itself alone, or `address/length`.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash), text);
    boolean six = !(address instanceof Inet4Address);
    int longest = six ? LONGEST_SIX : LONGEST_FOUR;
    String digits = slash < 0 ? "" + longest : text.substring(slash + 1);
    if (!digits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(digits) > longest) {
      throw new IllegalArgumentException(
          "expected a length from 0 to %d behind the \"/\", got \"%s\"".formatted(longest, text));
    }
    Prefix around = around(address, Integer.parseInt(digits));
    if (!around.lowest().equals(address)) {
      throw new IllegalArgumentException(
          "expected %s, or a longer length, got \"%s\"".formatted(around, text));
    }
    return around;
  }

  /// Whether an address is one of them.
  ///
  /// @param address 4 or 16 bytes
  boolean contains(byte[] address) {
    return six == (address.length > 4)
        && (high(address) & mask(length)) == high
        && (!six || length <= Long.SIZE || (low(address) & mask(length - Long.SIZE)) == low);
  }

  private static Prefix around(InetAddress address, int length) {
    byte[] bytes = address.getAddress();
    boolean six = bytes.length > 4;
    return new Prefix(
        six, high(bytes) & mask(length), six ? low(bytes) & mask(length - Long.SIZE) : 0, length);
  }

  private static InetAddress address(String text, String whole) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    boolean plain = text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
    try {
      if (bytes != null && plain) {
        InetAddress address = InetAddress.getByAddress(bytes);
        if (address.getAddress().length == bytes.length) { // else IPv4 in disguise
          return address;
        }
      }
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
    throw new IllegalArgumentException(
        "expected an address or a prefix, as in 169.254.169.254 or fe80::/10, got \""
            + whole
            + '"');
  }

  private static long high(byte[] address) {
    return address.length == 4 ? bits(address, 0, 4) << Integer.SIZE : bits(address, 0, 8);
  }

  private static long low(byte[] address) {
    return bits(address, 8, 16);
  }

  private static long bits(byte[] bytes, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = (bits << 8) | (bytes[i] & 0xff);
    }
    return bits;
  }

  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= Long.SIZE ? -1L : -1L << (Long.SIZE - bits);
  }

  private InetAddress lowest() {
    byte[] all = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      return InetAddress.getByAddress(six ? all : Arrays.copyOf(all, 4));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }

  @Override
  public String toString() {
    String address = NetUtil.toAddressString(lowest());
    return length == (six ? LONGEST_SIX : LONGEST_FOUR) ? address : address + "/" + length;
  }
}
