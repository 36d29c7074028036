package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a proxy is told of a target, and whether it may be told. Pure.
///
/// An address is passed by the guard as any other and told as the guard saw it. A name is told as
/// it is, so the guard sees none of its addresses; it still refuses those that it knows by name,
/// and whatever somebody's resolver may take for an address in a notation that it did not see
/// through, such as `0x7f.1`. What no name can be, as some redirects have it, is not passed on.
final class Handing {
  private static final Pattern LIKE_AN_ADDRESS =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?|.*:.*");
  private static final Pattern NAME = Pattern.compile("[^.]{1,63}(\\.[^.]{1,63})*\\.?");
  private static final Pattern HERE = Pattern.compile("(?i)(.*\\.)?localhost\\.?");

  private Handing() {}

  /// Why a target may not be told to a proxy; empty when it may.
  static Optional<Trouble> refusal(Guard guard, Endpoint target) {
    String host = target.host();
    Guard.Ruling named = guard.ruling(host);
    if (named != Guard.Ruling.ALLOWED) {
      return blocked(host + " is " + named.words());
    }
    Optional<InetAddress> address =
        HERE.matcher(host).matches()
            ? Optional.of(InetAddress.getLoopbackAddress())
            : literal(host);
    if (address.isPresent()) {
      Guard.Ruling ruling = guard.ruling(address.get(), target.port());
      return ruling == Guard.Ruling.ALLOWED
          ? Optional.empty()
          : blocked(host + " is " + ruling.words());
    }
    if (LIKE_AN_ADDRESS.matcher(host).matches()) {
      return blocked(host + " may be read as an address, and is none in four decimal numbers");
    }
    return NAME.matcher(host).matches()
        ? Optional.empty()
        : Optional.of(new Trouble(Reason.DNS_NOT_FOUND, host + " is no name"));
  }

  /// The target as a proxy is told it; unresolved when that is a name.
  static InetSocketAddress told(Endpoint target) {
    return literal(target.host())
        .map(address -> new InetSocketAddress(address, target.port()))
        .orElseGet(() -> InetSocketAddress.createUnresolved(target.host(), target.port()));
  }

  private static Optional<InetAddress> literal(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }

  private static Optional<Trouble> blocked(String detail) {
    return Optional.of(new Trouble(Reason.BLOCKED_BY_POLICY, detail));
  }
}
