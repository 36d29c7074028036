package dev.allwell.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The floor that nobody may go below: whether a probe may connect to an address. Asked after every
/// resolving and on every hop of a redirect. Any thread.
///
/// Addresses inside other addresses are taken out of their disguise first (see [Disguises]).
/// Private networks and loopback are allowed, since most services live there, unless the [Policy]
/// says otherwise, which may make exceptions from the floor too.
public final class Guard {
  private static final Set<String> METADATA_NAMES =
      Set.of(
          "metadata.google.internal",
          "metadata.goog",
          "instance-data",
          "instance-data.ec2.internal",
          "metadata.tencentyun.com");
  private static final Set<InetAddress> METADATA_ADDRESSES =
      Set.of(
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("168.63.129.16"),
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("fd20:ce::254"),
          InetAddress.ofLiteral("fd00:c1::a9fe:a9fe"));

  private final OwnListeners ownListeners;
  private final Policy policy;
  private final boolean publicOnly;

  /// Nothing but the floor.
  public Guard(OwnListeners ownListeners) {
    this(ownListeners, Policy.SELF_HOSTED);
  }

  public Guard(OwnListeners ownListeners, Policy policy) {
    this.ownListeners = ownListeners;
    this.policy = policy;
    publicOnly =
        switch (policy.profile()) {
          case SELF_HOSTED -> false;
          case PUBLIC -> true;
        };
  }

  /// May a name be resolved at all?
  public Ruling ruling(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return METADATA_NAMES.contains(name) ? Ruling.METADATA : Ruling.ALLOWED;
  }

  /// May an address be connected to?
  public Ruling ruling(InetAddress address, int port) {
    Ruling plain = plain(address, port);
    if (plain != Ruling.ALLOWED || address instanceof Inet4Address) {
      return plain;
    }
    List<Inet4Address> hidden = Disguises.hiddenIn(address.getAddress());
    for (int i = 0; i < hidden.size(); i++) {
      Ruling ruling = plain(hidden.get(i), port);
      if (ruling != Ruling.ALLOWED) {
        return ruling;
      }
    }
    return Ruling.ALLOWED;
  }

  /// May HTTP be spoken to a port?
  Ruling rulingOfHttp(int port) {
    return publicOnly && !Internet.hears(port) ? Ruling.HTTP_PORT : Ruling.ALLOWED;
  }

  /// Whether a name may be called only if each of its addresses may be; else those are left out
  /// that may not.
  boolean wantsAll() {
    return publicOnly;
  }

  private Ruling plain(InetAddress address, int port) {
    byte[] bytes = address.getAddress();
    Ruling floor = floor(address, bytes);
    Ruling ruling =
        floor == Ruling.ALLOWED && publicOnly && !Internet.reaches(bytes)
            ? Ruling.NOT_PUBLIC
            : floor;
    if (ruling != Ruling.ALLOWED && !policy.excepts(bytes)) {
      return ruling;
    }
    return ownListeners.contain(address, port) ? Ruling.OWN_LISTENER : Ruling.ALLOWED;
  }

  private static Ruling floor(InetAddress address, byte[] bytes) {
    int first = bytes[0] & 0xff;
    if (METADATA_ADDRESSES.contains(address)) {
      return Ruling.METADATA;
    }
    if (address.isLinkLocalAddress()) {
      return Ruling.LINK_LOCAL;
    }
    if (address.isAnyLocalAddress() || (bytes.length == 4 && first == 0)) {
      return Ruling.UNSPECIFIED;
    }
    if (address.isMulticastAddress()) {
      return Ruling.MULTICAST;
    }
    return bytes.length == 4 && first >= 240 ? Ruling.RESERVED : Ruling.ALLOWED;
  }

  /// What the guard says, and why.
  public enum Ruling {
    ALLOWED("allowed"),
    /// 169.254.0.0/16, fe80::/10.
    LINK_LOCAL("a link-local address"),
    /// Where clouds hand out credentials, by name or by address.
    METADATA("a cloud's metadata service"),
    /// 0.0.0.0/8, ::.
    UNSPECIFIED("an unspecified address"),
    /// 224.0.0.0/4, ff00::/8.
    MULTICAST("a multicast address"),
    /// 240.0.0.0/4 and with it broadcast.
    RESERVED("a reserved or broadcast address"),
    /// Not routed globally, where only such addresses are called.
    NOT_PUBLIC("no address of the public internet"),
    /// Where a line of HTTP could do harm.
    HTTP_PORT("a port that http may not go to"),
    /// We would probe ourselves.
    OWN_LISTENER("a listener of our own");

    private final String words;

    Ruling(String words) {
      this.words = words;
    }

    /// For a message: `a link-local address`.
    public String words() {
      return words;
    }
  }
}
