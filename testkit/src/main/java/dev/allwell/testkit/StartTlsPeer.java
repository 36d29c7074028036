package dev.allwell.testkit;

import java.io.IOException;

/// Servers that begin in the clear and turn to TLS, as their protocols say it.
///
/// Each waits for exactly what a client has to say, and hangs when something else comes: a client
/// that talks otherwise runs out of time.
public final class StartTlsPeer {
  private static final String XMPP_TLS = "urn:ietf:params:xml:ns:xmpp-tls";

  private StartTlsPeer() {}

  /// A server of a protocol (`smtp`, `imap`, `pop3`, `ftp`, `ldap`, `postgres`, `mysql`, `xmpp`,
  /// `sieve`) that agrees to TLS, shakes hands and goes on with a script.
  public static Script speaking(String protocol, Certificate certificate, Script inside) {
    Script clear = agreeing(protocol, "");
    return wire -> {
      clear.play(wire);
      wire.shakeHands(certificate);
      inside.play(wire);
    };
  }

  /// The part in the clear alone, up to the word that agrees.
  ///
  /// @param more said along with that word, as somebody in between would
  public static Script agreeing(String protocol, String more) {
    return switch (protocol) {
      case "smtp" ->
          wire -> {
            wire.write("220-mail.test ESMTP\r\n220 at your service\r\n");
            hear(wire, "EHLO [127.0.0.1]");
            wire.write("250-mail.test\r\n250-SIZE 1000\r\n250-StartTLS\r\n250 8BITMIME\r\n");
            hear(wire, "STARTTLS");
            wire.write("220 2.0.0 Ready to start TLS\r\n" + more);
          };
      case "imap" ->
          wire -> {
            wire.write("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n");
            hear(wire, "a1 STARTTLS");
            wire.write("* CAPABILITY IMAP4rev1\r\na1 OK begin TLS\r\n" + more);
          };
      case "pop3" ->
          wire -> {
            wire.write("+OK POP3 ready <1896.697@mail.test>\r\n");
            hear(wire, "STLS");
            wire.write("+OK Begin TLS negotiation\r\n" + more);
          };
      case "ftp" ->
          wire -> {
            wire.write("120 soon\r\n220-Welcome\r\n to ftp.test\r\n220 ready\r\n");
            hear(wire, "AUTH TLS");
            wire.write("234 AUTH command ok\r\n" + more);
          };
      case "sieve" ->
          wire -> {
            wire.write("\"IMPLEMENTATION\" \"Example\"\r\n\"SIEVE\" {6}\r\nOK fun\r\n");
            wire.write("\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\nOK\r\n");
            hear(wire, "STARTTLS");
            wire.write("OK \"Begin TLS\"\r\n" + more);
          };
      case "ldap" ->
          wire -> {
            hear(wire, 31, "0\u001d\2\1\1w\u0018\u0080\u00161.3.6.1.4.1.1466.20037");
            wire.write("0$\2\1\1x\u001f\n\1\0\4\0\4\0\u008a\u00161.3.6.1.4.1.1466.20037" + more);
          };
      case "postgres" ->
          wire -> {
            hear(wire, 8, "\0\0\0\u0008\u0004\u00d2\u0016/");
            wire.write("S" + more);
          };
      case "mysql" ->
          wire -> {
            wire.write(mysqlGreeting(0xffff) + more);
            if (more.isEmpty()) {
              String request = wire.bytes(36);
              if (!request.startsWith(" \0\0\1") || (request.charAt(5) & 0x08) == 0) {
                wire.hang();
              }
            }
          };
      case "xmpp" ->
          wire -> {
            hearEnd(wire, "xmlns:stream='http://etherx.jabber.org/streams'>");
            wire.write(
                "<?xml version='1.0'?><stream:stream from='im.test' id='t7AMCin9zjMNwQKDnplntZPIDEI='"
                    + " version='1.0' xmlns='jabber:client'"
                    + " xmlns:stream='http://etherx.jabber.org/streams'>");
            wire.write(
                "<stream:features><starttls xmlns='"
                    + XMPP_TLS
                    + "'><required/></starttls></stream:features>");
            hearEnd(wire, "<starttls xmlns='" + XMPP_TLS + "'/>");
            wire.write("<proceed xmlns='" + XMPP_TLS + "'/>" + more);
          };
      default -> throw new IllegalArgumentException("no such protocol: " + protocol);
    };
  }

  /// The greeting of MySQL's protocol 10.
  ///
  /// @param abilities the lower 16 bits of what the server can do
  public static String mysqlGreeting(int abilities) {
    String payload =
        "\n8.4.0\0"
            + "\u0008\0\0\0"
            + "abcdefgh\0"
            + (char) (abilities & 0xff)
            + (char) (abilities >> 8 & 0xff)
            + "-\2\0\u00ff\u00df\u0015"
            + "\0".repeat(10)
            + "abcdefghijkl\0caching_sha2_password\0";
    return (char) payload.length() + "\0\0\0" + payload;
  }

  private static void hear(Wire wire, String expected) throws IOException {
    if (!wire.line().equals(expected)) {
      wire.hang();
    }
  }

  private static void hear(Wire wire, int count, String expected) throws IOException {
    if (!wire.bytes(count).equals(expected)) {
      wire.hang();
    }
  }

  private static void hearEnd(Wire wire, String end) throws IOException {
    var heard = new StringBuilder();
    while (!heard.toString().endsWith(end)) {
      heard.append(wire.bytes(1));
    }
  }
}
