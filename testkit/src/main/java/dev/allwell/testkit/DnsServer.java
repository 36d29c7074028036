package dev.allwell.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A name server on 127.0.0.1, UDP and TCP at one port, that answers from a script and logs every
/// question. A name it was not told of does not exist.
public final class DnsServer implements AutoCloseable {
  private final DatagramSocket datagrams;
  private final ServerSocket streams;
  private final DnsZone zone = new DnsZone();
  private final List<Question> questions = new CopyOnWriteArrayList<>();
  private final AtomicInteger streamsEnded = new AtomicInteger();
  private final List<ServerSocket> secure = new CopyOnWriteArrayList<>();
  private volatile DnsSickness sickness = DnsSickness.NONE;
  private volatile UnaryOperator<byte[]> rewrite = UnaryOperator.identity();

  public DnsServer() {
    Sockets both = Sockets.atOnePort();
    streams = both.streams;
    datagrams = both.datagrams;
    Thread.ofPlatform().daemon().name("dns-udp-" + port()).start(this::answerDatagrams);
    Thread.ofVirtual().name("dns-tcp-" + port()).start(() -> answerStreams(streams));
  }

  /// A port that is free for TCP may be taken for UDP: then another one is tried.
  private record Sockets(ServerSocket streams, DatagramSocket datagrams) {
    private static final int TRIES = 50;

    static Sockets atOnePort() {
      try {
        for (int i = 1; ; i++) {
          var streams = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
          try {
            return new Sockets(streams, new DatagramSocket(streams.getLocalSocketAddress()));
          } catch (BindException taken) {
            streams.close();
            if (i == TRIES) {
              throw taken;
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// One question as it arrived.
  ///
  /// @param type the record type's number
  /// @param overTcp or over TLS
  /// @param recursion whether it was desired
  public record Question(long nanos, String name, int type, boolean overTcp, boolean recursion) {}

  public InetSocketAddress address() {
    return new InetSocketAddress(streams.getInetAddress(), streams.getLocalPort());
  }

  public int port() {
    return streams.getLocalPort();
  }

  /// From now on the name has exactly these records; `*.test` stands for all names just below.
  public DnsServer with(String name, DnsRecord... records) {
    zone.put(name, List.of(records));
    return this;
  }

  /// From now on these records are in the authority section of each answer about the name.
  public DnsServer withAuthority(String name, DnsRecord... records) {
    zone.putAuthority(name, List.of(records));
    return this;
  }

  /// From now on it follows aliases itself, as one that recurses does.
  public DnsServer followingAliases() {
    zone.followAliases();
    return this;
  }

  /// From now on each answer goes out as this makes it.
  public DnsServer rewriting(UnaryOperator<byte[]> answer) {
    rewrite = answer;
    return this;
  }

  /// From now on speaks TLS besides.
  ///
  /// @return the port
  public int overTls(Certificate certificate) {
    try {
      ServerSocket server = TlsFront.showing(certificate).listening();
      secure.add(server);
      Thread.ofVirtual().name("dns-tls-" + port()).start(() -> answerStreams(server));
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public DnsServer suffering(DnsSickness from) {
    sickness = from;
    return this;
  }

  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /// How often a name was asked for with a type.
  public long asked(String name, int type) {
    return questions.stream().filter(q -> q.name().equals(name) && q.type() == type).count();
  }

  /// How many questions by TCP are over, their connections closed by both sides.
  public int streamsEnded() {
    return streamsEnded.get();
  }

  @Override
  public void close() {
    datagrams.close();
    try {
      streams.close();
      for (ServerSocket server : secure) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answerDatagrams() {
    var packet = new DatagramPacket(new byte[4096], 4096);
    while (!datagrams.isClosed()) {
      try {
        packet.setLength(4096);
        datagrams.receive(packet);
        byte[] asked = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : answers(asked, false)) {
          datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        // closed while waiting, or one answer that could not go out: the loop's condition tells
      }
    }
  }

  private void answerStreams(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answerStream(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answerStream(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      byte[] asked = in.readNBytes(in.readUnsignedShort());
      for (byte[] answer : answers(asked, true)) {
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      }
      if (in.read() >= 0) {
        throw new IOException("one question a connection");
      }
    } catch (IOException gone) {
      // the peer went away: its business
    } finally {
      streamsEnded.incrementAndGet();
    }
  }

  private List<byte[]> answers(byte[] asked, boolean overTcp) {
    var message = new DnsAnswer(asked);
    long before = asked(message.name(), message.type());
    boolean recursion = (asked[2] & 1) != 0;
    questions.add(
        new Question(System.nanoTime(), message.name(), message.type(), overTcp, recursion));
    return sickness.answers(message, zone.answer(message), overTcp, before).stream()
        .map(rewrite)
        .toList();
  }
}
