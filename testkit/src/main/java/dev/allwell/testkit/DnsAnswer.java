package dev.allwell.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// A question that was read, and the answers that can be made to it (RFC 1035 §4).
final class DnsAnswer {
  private static final int HEADER = 12;

  private final byte[] id;
  private final byte[] question;
  private final String name;
  private final int type;

  DnsAnswer(byte[] asked) {
    id = Arrays.copyOf(asked, 2);
    var labels = new StringJoiner(".");
    int at = HEADER;
    while (asked[at] != 0) {
      labels.add(new String(asked, at + 1, asked[at], StandardCharsets.US_ASCII));
      at += asked[at] + 1;
    }
    name = labels.toString().toLowerCase(Locale.ROOT);
    type = ByteBuffer.wrap(asked).getShort(at + 1) & 0xffff;
    question = Arrays.copyOfRange(asked, HEADER, at + 5);
  }

  String name() {
    return name;
  }

  int type() {
    return type;
  }

  byte[] with(int rcode, List<DnsRecord> records) {
    return with(rcode, records, List.of());
  }

  byte[] with(int rcode, List<DnsRecord> records, List<DnsRecord> authority) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(header(0x8580 | rcode, records.size(), authority.size()));
    out.writeBytes(question);
    records.forEach(record -> out.writeBytes(encoded(record)));
    authority.forEach(record -> out.writeBytes(encoded(record)));
    return out.toByteArray();
  }

  private static byte[] encoded(DnsRecord record) {
    byte[] owner =
        record.owner().isEmpty()
            ? new byte[] {(byte) 0xc0, HEADER}
            : DnsRecord.encoded(record.owner());
    byte[] data = record.data();
    return ByteBuffer.allocate(owner.length + 10 + data.length)
        .put(owner)
        .putShort((short) record.type())
        .putShort((short) 1)
        .putInt(record.seconds())
        .putShort((short) data.length)
        .put(data)
        .array();
  }

  byte[] truncated() {
    byte[] message = with(0, List.of());
    message[2] |= 0x02;
    return message;
  }

  byte[] garbage() {
    byte[] message = with(0, List.of());
    byte[] noise = Arrays.copyOf(message, message.length + 5);
    noise[7] = 9;
    Arrays.fill(noise, message.length, noise.length, (byte) 0xff);
    return noise;
  }

  private byte[] header(int flags, int answers, int authority) {
    return ByteBuffer.allocate(HEADER)
        .put(id)
        .putShort((short) flags)
        .putShort((short) 1)
        .putShort((short) answers)
        .putShort((short) authority)
        .array();
  }
}
