package dev.allwell.probe;

/// The protocols that talk in packets.
abstract sealed class PacketOpening implements Opening {
  private static String bytes(int... values) {
    var text = new StringBuilder(values.length);
    for (int value : values) {
      text.append((char) value);
    }
    return text.toString();
  }

  /// The extended operation of RFC 4511 §4.14, in BER (§5.1).
  static final class Ldap extends PacketOpening {
    private static final String OID = "1.3.6.1.4.1.1466.20037";
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int ENUMERATED = 0x0a;
    private static final int EXTENDED_RESPONSE = 0x78;
    private static final Move NO_LDAP = new Move.Garbled("not an extended response of LDAP");

    @Override
    public String first() {
      return bytes(SEQUENCE, OID.length() + 7, INTEGER, 1, 1, 0x77, OID.length() + 2, 0x80)
          + (char) OID.length()
          + OID;
    }

    @Override
    public Move heard(Unread in) {
      var message = new Ber(in, 0, in.left());
      try {
        if (!message.opens(SEQUENCE)) {
          return in.left() == 0 ? Move.WAIT : NO_LDAP;
        }
        int whole = message.at + message.length;
        if (message.length > in.most()) {
          return NO_LDAP;
        }
        if (whole > in.left()) {
          return Move.WAIT;
        }
        Move move = response(in, message.at, whole);
        in.skip(whole);
        return move;
      } catch (IndexOutOfBoundsException _) {
        return Move.WAIT;
      }
    }

    private static Move response(Unread in, int from, int end) {
      try {
        var part = new Ber(in, from, end);
        if (!part.opens(INTEGER) || !part.next().opens(EXTENDED_RESPONSE)) {
          return NO_LDAP;
        }
        var inside = new Ber(in, part.at, part.at + part.length);
        if (!inside.opens(ENUMERATED) || inside.length != 1) {
          return NO_LDAP;
        }
        int result = in.at(inside.at);
        if (result == 0) {
          return new Move.Shake("");
        }
        boolean named = inside.next().opens(OCTETS); // the matched entry
        String words = named && inside.next().opens(OCTETS) ? inside.text() : "";
        return new Move.Refused("result code " + result + (words.isEmpty() ? "" : ": " + words));
      } catch (IndexOutOfBoundsException _) {
        return NO_LDAP;
      }
    }

    /// One element after the other, definite lengths alone.
    private static final class Ber {
      private final Unread in;
      private final int end;
      private int at;
      private int length;

      Ber(Unread in, int from, int end) {
        this.in = in;
        this.end = end;
        at = from;
      }

      /// Reads the head of an element; afterwards its content lies at `at`.
      boolean opens(int tag) {
        if (take() != tag) {
          return false;
        }
        length = take();
        if (length >= 0x80) {
          int octets = length & 0x7f;
          if (octets == 0 || octets > 3) {
            return false;
          }
          length = 0;
          for (int i = 0; i < octets; i++) {
            length = (length << 8) | take();
          }
        }
        return true;
      }

      /// Goes behind the element.
      Ber next() {
        at += length;
        return this;
      }

      String text() {
        if (at + length > end) {
          throw new IndexOutOfBoundsException(at + length);
        }
        return in.rest().subSequence(at, at + length).toString();
      }

      private int take() {
        if (at >= end) {
          throw new IndexOutOfBoundsException(at);
        }
        return in.at(at++);
      }
    }
  }

  /// The `SSLRequest` of PostgreSQL's protocol 3.0: one byte answers it.
  static final class Postgres extends PacketOpening {
    @Override
    public String first() {
      return bytes(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);
    }

    @Override
    public Move heard(Unread in) {
      if (in.left() == 0) {
        return Move.WAIT;
      }
      int answer = in.at(0);
      in.skip(1);
      return switch (answer) {
        case 'S' -> new Move.Shake("");
        case 'N' -> new Move.Refused("the server does not speak TLS");
        case 'E' -> new Move.Refused("the server answered with an error");
        default -> new Move.Garbled("not an answer of PostgreSQL");
      };
    }
  }

  /// The `SSLRequest` of MySQL's protocol 10: it follows the server's greeting, and hands are
  /// shaken without another word.
  static final class Mysql extends PacketOpening {
    private static final int HEADER = 4;
    private static final int GREETING = 10;
    private static final int ERROR = 0xff;
    private static final int CLIENT_SSL = 0x0800;

    /// Long passwords and flags, protocol 4.1, TLS, authentication of 4.1 and by plug-in.
    private static final int[] ABILITIES = {0x05, 0x8a, 0x08, 0x00};

    private static final int UTF8MB4 = 45;

    @Override
    public String first() {
      return "";
    }

    @Override
    public Move heard(Unread in) {
      if (in.left() < HEADER) {
        return Move.WAIT;
      }
      int length = in.at(0) | (in.at(1) << 8) | (in.at(2) << 16);
      if (length == 0 || length > in.most()) {
        return new Move.Garbled("not a packet of MySQL");
      }
      if (in.left() < HEADER + length) {
        return Move.WAIT;
      }
      Said packet = in.rest().subSequence(HEADER, HEADER + length);
      in.skip(HEADER + length);
      return greeting(packet);
    }

    private static Move greeting(Said packet) {
      if (packet.charAt(0) == ERROR && packet.length() > 3) {
        return new Move.Refused(packet.subSequence(3, packet.length()).toString());
      }
      int version = 1;
      while (version < packet.length() && packet.charAt(version) != 0) {
        version++;
      }
      int abilities = version + 1 + 4 + 8 + 1;
      if (packet.charAt(0) != GREETING || abilities + 1 >= packet.length()) {
        return new Move.Garbled("not a greeting of MySQL");
      }
      int able = packet.charAt(abilities) | (packet.charAt(abilities + 1) << 8);
      if ((able & CLIENT_SSL) == 0) {
        return new Move.Refused("the server does not speak TLS");
      }
      return new Move.Shake(
          bytes(32, 0, 0, 1) + bytes(ABILITIES) + bytes(0, 0, 0, 1, UTF8MB4) + "\0".repeat(23));
    }
  }
}
