package dev.allwell.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A port of 127.0.0.1 that stays while what is behind it changes: bytes go on to whichever port it
/// leads to. It can be cut, and it can swallow what comes without a word, as a firewall does that
/// has forgotten its connections. Any thread.
public final class Relay implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;
  private static final int NOWHERE = 0;

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean silent;

  private Relay(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /// One that leads to a port of 127.0.0.1.
  public static Relay to(int port) {
    try {
      var relay = new Relay(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), port);
      Thread.ofVirtual().name("relay").start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it listens.
  public int port() {
    return listening.getLocalPort();
  }

  /// Leads elsewhere from now on; what is connected is cut.
  public void lead(int port) {
    target = port;
    closeAll();
  }

  /// Cuts what is connected; whoever connects is cut at once, until it leads somewhere again.
  public void cut() {
    lead(NOWHERE);
  }

  /// Cuts what is connected, and no more.
  public void shake() {
    closeAll();
  }

  /// Swallows all that comes, in both directions, or lets it pass again: what was swallowed is
  /// lost, so that its connections are cut then.
  public void silence(boolean now) {
    silent = now;
    if (!now) {
      closeAll();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        Thread.ofVirtual().name("relay-client").start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    int to = target;
    open.add(client);
    try (client;
        var server = new Socket()) {
      open.add(server);
      if (to == NOWHERE || to != target) {
        return;
      }
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
      if (to != target) {
        return;
      }
      var back = Thread.ofVirtual().name("relay-back").start(() -> pass(server, client));
      pass(client, server);
      back.join();
    } catch (IOException e) {
      // as seen by whoever connected: it was cut
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  /// Until either ends; then both do.
  private void pass(Socket from, Socket to) {
    var chunk = new byte[CHUNK];
    try (from;
        to) {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (!silent) {
          out.write(chunk, 0, count);
        }
      }
    } catch (IOException e) {
      // cut from either side
    }
  }

  private void closeAll() {
    for (var socket : open) {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    target = NOWHERE;
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
