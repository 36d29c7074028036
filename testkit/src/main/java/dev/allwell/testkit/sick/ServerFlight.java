package dev.allwell.testkit.sick;

import dev.allwell.testkit.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/// What a good server answers to a client's first words in TLS, as bytes, to be cut at will.
final class ServerFlight {
  private static final int ROOM = 1 << 20;
  private static final int RECORD_HEAD = 5;
  private static final int MESSAGE_HEAD = 4;
  private static final int HANDSHAKE = 22;
  private static final int CERTIFICATE = 11;
  private static final int RECORD = 16_000;

  private final byte[] bytes;

  private ServerFlight(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param hello what the client has sent
  /// @param protocol as the JDK names it, `TLSv1.2`
  static ServerFlight answering(byte[] hello, Certificate certificate, String protocol)
      throws IOException {
    SSLEngine engine = certificate.server().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(new String[] {protocol});
    engine.beginHandshake();
    var in = ByteBuffer.wrap(hello);
    var out = ByteBuffer.allocate(ROOM);
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      } else if (status == HandshakeStatus.NEED_WRAP) {
        engine.wrap(ByteBuffer.allocate(0), out);
      } else if (in.hasRemaining()) {
        engine.unwrap(in, ByteBuffer.allocate(ROOM));
      } else {
        var flight = new byte[out.flip().remaining()];
        out.get(flight);
        return new ServerFlight(flight);
      }
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /// The first record alone.
  byte[] firstRecord() {
    return Arrays.copyOf(bytes, RECORD_HEAD + length(bytes, 3, 2));
  }

  /// The first messages in the clear, each in a record of its own.
  byte[] firstMessages(int count) {
    var cut = new ByteArrayOutputStream();
    for (byte[] message : messages().subList(0, count)) {
      cut.writeBytes(record(HANDSHAKE, message));
    }
    return cut.toByteArray();
  }

  /// The ServerHello, and then all but the last bytes of a certificate's message so long.
  byte[] hugeCertificate(int length) {
    var cut = new ByteArrayOutputStream();
    cut.writeBytes(firstMessages(1));
    var message = new byte[MESSAGE_HEAD + length];
    message[0] = CERTIFICATE;
    message[1] = (byte) (length >> 16);
    message[2] = (byte) (length >> 8);
    message[3] = (byte) length;
    for (int at = 0; at + RECORD < message.length; at += RECORD) {
      cut.writeBytes(record(HANDSHAKE, Arrays.copyOfRange(message, at, at + RECORD)));
    }
    return cut.toByteArray();
  }

  /// A record of TLS 1.2.
  static byte[] record(int type, byte[] content) {
    var record = new ByteArrayOutputStream();
    record.writeBytes(
        new byte[] {(byte) type, 3, 3, (byte) (content.length >> 8), (byte) content.length});
    record.writeBytes(content);
    return record.toByteArray();
  }

  private List<byte[]> messages() {
    var stream = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; ) {
      int length = length(bytes, at + 3, 2);
      stream.write(bytes, at + RECORD_HEAD, length);
      at += RECORD_HEAD + length;
    }
    byte[] all = stream.toByteArray();
    var messages = new ArrayList<byte[]>();
    for (int at = 0; at < all.length; ) {
      int end = at + MESSAGE_HEAD + length(all, at + 1, 3);
      messages.add(Arrays.copyOfRange(all, at, end));
      at = end;
    }
    return messages;
  }

  private static int length(byte[] bytes, int at, int size) {
    int length = 0;
    for (int i = at; i < at + size; i++) {
      length = (length << 8) | (bytes[i] & 0xff);
    }
    return length;
  }
}
