package dev.allwell.testkit;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One resource record of a scripted name server.
public final class DnsRecord {
  public static final int A = 1;
  public static final int CNAME = 5;
  public static final int MX = 15;
  public static final int TXT = 16;
  public static final int AAAA = 28;
  public static final int SRV = 33;

  private final int type;
  private final int seconds;
  private final byte[] data;

  private DnsRecord(int type, int seconds, byte[] data) {
    this.type = type;
    this.seconds = seconds;
    this.data = data;
  }

  /// Its number (RFC 1035).
  int type() {
    return type;
  }

  /// How long it lives.
  int seconds() {
    return seconds;
  }

  /// As it stands on the wire.
  byte[] data() {
    return data.clone();
  }

  /// A or AAAA, by the literal.
  public static DnsRecord address(String literal, int seconds) {
    byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
    return new DnsRecord(bytes.length == 4 ? A : AAAA, seconds, bytes);
  }

  public static DnsRecord alias(String name, int seconds) {
    return new DnsRecord(CNAME, seconds, encoded(name));
  }

  public static DnsRecord mail(int preference, String name, int seconds) {
    byte[] host = encoded(name);
    return new DnsRecord(
        MX,
        seconds,
        ByteBuffer.allocate(2 + host.length).putShort((short) preference).put(host).array());
  }

  public static DnsRecord text(String text, int seconds) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new DnsRecord(
        TXT,
        seconds,
        ByteBuffer.allocate(1 + bytes.length).put((byte) bytes.length).put(bytes).array());
  }

  public static DnsRecord service(int port, String name, int seconds) {
    byte[] host = encoded(name);
    var bytes = ByteBuffer.allocate(6 + host.length).putShort((short) 0).putShort((short) 0);
    return new DnsRecord(SRV, seconds, bytes.putShort((short) port).put(host).array());
  }

  static byte[] encoded(String name) {
    var out = new ByteArrayOutputStream();
    for (String label : name.split("\\.")) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }
}
