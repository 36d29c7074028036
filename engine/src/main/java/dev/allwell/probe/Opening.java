package dev.allwell.probe;

import dev.allwell.model.StartTls;
import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// The talk in the clear that leads to a TLS handshake, of one protocol. Each member is a small
/// state machine without sockets: it is told what came and answers what to do.
sealed interface Opening permits LineOpening, PacketOpening, XmppOpening {
  /// What is said before anything was heard, one byte a character; empty to wait for the peer.
  String first();

  /// Takes what it understands from what came, and answers what to do next. Asked again after each
  /// [Move.Say], since more may have come already.
  Move heard(Unread in);

  /// What to do next.
  sealed interface Move {
    Wait WAIT = new Wait();

    /// Wait for more.
    record Wait() implements Move {}

    /// Say these bytes, one a character.
    record Say(String bytes) implements Move {}

    /// Say these bytes, if any, and shake hands: nothing more may have come in the clear.
    record Shake(String bytes) implements Move {}

    /// The peer does not take TLS.
    ///
    /// @param words ours, as of all that an outcome tells
    record Refused(String words) implements Move {}

    /// This is not the protocol.
    record Garbled(String words) implements Move {}
  }

  /// The talk of a protocol, from its beginning.
  ///
  /// @param host as the check names it
  /// @param channel stands
  static Opening of(StartTls protocol, String host, Channel channel) {
    return switch (protocol) {
      case SMTP -> new LineOpening.Smtp(literal(channel));
      case FTP -> new LineOpening.Ftp();
      case IMAP -> new LineOpening.Imap();
      case POP3 -> new LineOpening.Pop3();
      case SIEVE -> new LineOpening.Sieve();
      case LDAP -> new PacketOpening.Ldap();
      case POSTGRES -> new PacketOpening.Postgres();
      case MYSQL -> new PacketOpening.Mysql();
      case XMPP -> new XmppOpening(host);
    };
  }

  /// Our own address as SMTP writes it (RFC 5321 §4.1.3): we have no name to give.
  private static String literal(Channel channel) {
    if (!(channel.localAddress() instanceof InetSocketAddress local)) {
      return "[127.0.0.1]";
    }
    String address = local.getAddress().getHostAddress();
    int zone = address.indexOf('%');
    return local.getAddress() instanceof Inet6Address
        ? "[IPv6:" + (zone < 0 ? address : address.substring(0, zone)) + "]"
        : "[" + address + "]";
  }
}
