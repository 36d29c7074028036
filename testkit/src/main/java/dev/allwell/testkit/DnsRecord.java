package dev.allwell.testkit;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/// One resource record of a scripted name server.
public final class DnsRecord {
  public static final int A = 1;
  public static final int CNAME = 5;
  public static final int MX = 15;
  public static final int TXT = 16;
  public static final int AAAA = 28;
  public static final int SRV = 33;
  public static final int NS = 2;
  public static final int SOA = 6;
  public static final int PTR = 12;
  public static final int CAA = 257;

  private final String owner;
  private final int type;
  private final int seconds;
  private final byte[] data;

  private DnsRecord(int type, int seconds, byte[] data) {
    this("", type, seconds, data);
  }

  private DnsRecord(String owner, int type, int seconds, byte[] data) {
    this.owner = owner;
    this.type = type;
    this.seconds = seconds;
    this.data = data;
  }

  /// The same, of another name than the one that was asked for.
  public DnsRecord of(String name) {
    return new DnsRecord(name, type, seconds, data);
  }

  /// The name it belongs to; empty for the one that was asked for.
  String owner() {
    return owner;
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

  /// NS, by the server's name.
  public static DnsRecord server(String name, int seconds) {
    return new DnsRecord(NS, seconds, encoded(name));
  }

  public static DnsRecord pointer(String name, int seconds) {
    return new DnsRecord(PTR, seconds, encoded(name));
  }

  /// SOA, with the serial and the four times 7200, 900, 1209600 and 300.
  public static DnsRecord authority(String server, String mailbox, int serial, int seconds) {
    byte[] names = joined(encoded(server), encoded(mailbox));
    return new DnsRecord(
        SOA,
        seconds,
        ByteBuffer.allocate(names.length + 20)
            .put(names)
            .putInt(serial)
            .putInt(7200)
            .putInt(900)
            .putInt(1_209_600)
            .putInt(300)
            .array());
  }

  /// CAA, with the flags 0.
  public static DnsRecord certification(String tag, String value, int seconds) {
    byte[] name = tag.getBytes(StandardCharsets.US_ASCII);
    byte[] text = value.getBytes(StandardCharsets.US_ASCII);
    byte[] lengths = {0, (byte) name.length};
    return new DnsRecord(CAA, seconds, joined(joined(lengths, name), text));
  }

  /// TXT of several strings.
  public static DnsRecord texts(List<String> texts, int seconds) {
    byte[] all = {};
    for (String text : texts) {
      all = joined(all, text(text, seconds).data);
    }
    return new DnsRecord(TXT, seconds, all);
  }

  /// Any type, its data as it stands on the wire.
  public static DnsRecord raw(int type, byte[] data, int seconds) {
    return new DnsRecord(type, seconds, data.clone());
  }

  private static byte[] joined(byte[] some, byte[] more) {
    return ByteBuffer.allocate(some.length + more.length).put(some).put(more).array();
  }

  /// The name that a CNAME leads to.
  String target() {
    var name = new StringJoiner(".");
    for (int at = 0; data[at] != 0; at += data[at] + 1) {
      name.add(new String(data, at + 1, data[at], StandardCharsets.US_ASCII));
    }
    return name.toString();
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
