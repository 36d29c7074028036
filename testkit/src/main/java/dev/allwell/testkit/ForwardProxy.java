package dev.allwell.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A proxy on 127.0.0.1 that does its part: SOCKS 5 (RFC 1928, RFC 1929), CONNECT and requests to
/// plain http, whichever comes. Names it resolves by a table of its own, in which `*.test` stands
/// for all that end so; what is not there does not exist. Virtual threads, two a tunnel.
public final class ForwardProxy implements AutoCloseable {
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int SOCKS = 5;

  private final Acceptor acceptor = new Acceptor();
  private final String login;
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private ForwardProxy(String login) {
    this.login = login;
    acceptor.start("proxy", (client, _) -> serve(client));
  }

  /// A running one that everybody may use.
  public static ForwardProxy open() {
    return new ForwardProxy("");
  }

  /// A running one that wants to know who asks.
  public static ForwardProxy demanding(String name, String password) {
    return new ForwardProxy(name + ":" + password);
  }

  public ForwardProxy knowing(String name, String address) {
    names.put(name, address);
    return this;
  }

  public String host() {
    return acceptor.host();
  }

  public int port() {
    return acceptor.port();
  }

  /// What it was asked for, in order: `socks5 name shop.test:443`, `socks5 address 10.0.0.1:80`,
  /// `connect shop.test:443`, or the line of a request to plain http.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// How many connections were accepted so far.
  public int accepted() {
    return acceptor.accepted();
  }

  /// How many of those are over.
  public int left() {
    return acceptor.left();
  }

  @Override
  public void close() {
    acceptor.close();
  }

  private void serve(Socket client) throws IOException {
    client.setTcpNoDelay(true);
    int first = client.getInputStream().read();
    if (first == SOCKS) {
      socks(client);
    } else if (first >= 0) {
      http(client, (char) first + head(client.getInputStream()));
    }
  }

  private void socks(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    byte[] methods = in.readNBytes(in.read());
    byte wanted = (byte) (login.isEmpty() ? 0 : 2);
    boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(wanted) >= 0;
    client.getOutputStream().write(new byte[] {SOCKS, offered ? wanted : -1});
    if (!offered || (!login.isEmpty() && !admitted(client))) {
      return;
    }
    in.skipNBytes(3); // version, CONNECT, reserved
    int kind = in.read();
    byte[] target = in.readNBytes(kind == 1 ? 4 : kind == 4 ? 16 : in.read());
    int port = in.read() << Byte.SIZE | in.read();
    String host =
        kind == 3
            ? new String(target, StandardCharsets.US_ASCII)
            : InetAddress.getByAddress(target).getHostAddress();
    asked.add("socks5 " + (kind == 3 ? "name " : "address ") + host + ":" + port);
    byte[] reply = {SOCKS, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    try (Socket there = new Socket(resolved(host), port)) {
      client.getOutputStream().write(reply);
      join(client, there);
    } catch (UnknownNameException unknown) {
      reply[1] = 4;
      client.getOutputStream().write(reply);
    } catch (ConnectException refused) {
      reply[1] = 5;
      client.getOutputStream().write(reply);
    }
  }

  /// RFC 1929.
  private boolean admitted(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    in.skipNBytes(1);
    String name = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
    String password = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
    boolean good = login.equals(name + ":" + password);
    client.getOutputStream().write(new byte[] {1, (byte) (good ? 0 : 1)});
    return good;
  }

  private void http(Socket client, String head) throws IOException {
    String line = head.substring(0, head.indexOf("\r\n"));
    asked.add(line.startsWith("CONNECT ") ? "connect " + line.split(" ")[1] : line);
    String credentials = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    if (!login.isEmpty()
        && !head.toLowerCase(Locale.ROOT)
            .contains(
                ("\r\nproxy-authorization: basic " + credentials + "\r\n")
                    .toLowerCase(Locale.ROOT))) {
      answer(client, "407 Proxy Authentication Required");
      return;
    }
    boolean tunnel = line.startsWith("CONNECT ");
    String place = line.split(" ")[1].replaceFirst("^http://", "");
    String authority = tunnel || place.indexOf('/') < 0 ? place : place.split("/", 2)[0];
    int colon = authority.startsWith("[") ? authority.indexOf("]:") + 1 : authority.indexOf(':');
    String host = colon <= 0 ? authority : authority.substring(0, colon);
    int port = colon <= 0 ? 80 : Integer.parseInt(authority.substring(colon + 1));
    try (Socket there = new Socket(resolved(host.replaceAll("[\\[\\]]", "")), port)) {
      if (tunnel) {
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } else {
        String path = place.substring(authority.length());
        String passed =
            head.replaceFirst(" [^ ]+ ", " " + (path.isEmpty() ? "/" : path) + " ")
                .replaceAll("(?i)\r\nproxy-authorization: [^\r]*", "")
                .replaceFirst("\r\n", "\r\nVia: 1.1 proxy\r\n");
        there.getOutputStream().write(passed.getBytes(StandardCharsets.ISO_8859_1));
      }
      join(client, there);
    } catch (UnknownNameException | ConnectException none) {
      answer(client, "502 Bad Gateway");
    }
  }

  private static void answer(Socket client, String status) throws IOException {
    String whole = "HTTP/1.1 " + status + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
    client.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));
  }

  private InetAddress resolved(String host) throws IOException {
    if (host.matches("[0-9.]+|.*:.*")) {
      return InetAddress.ofLiteral(host);
    }
    String address =
        names.getOrDefault(host, names.get("*" + host.substring(host.lastIndexOf('.'))));
    if (address == null) {
      throw new UnknownNameException(host);
    }
    return InetAddress.ofLiteral(address);
  }

  /// Passes on what either side says until one of them says no more and the other has heard it.
  private void join(Socket client, Socket there) throws IOException {
    there.setTcpNoDelay(true);
    Thread back = Thread.ofVirtual().start(() -> pass(there, client));
    pass(client, there);
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0 || head.size() > LONGEST_HEAD) {
        throw new IOException("no whole request came");
      }
      head.write(one);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /// A name that the table does not hold.
  private static final class UnknownNameException extends IOException {
    private static final long serialVersionUID = 1;

    UnknownNameException(String name) {
      super(name);
    }
  }
}
