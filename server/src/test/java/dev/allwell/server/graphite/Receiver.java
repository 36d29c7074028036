package dev.allwell.server.graphite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.allwell.model.Endpoint;
import dev.allwell.testkit.Nook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What listens in carbon's place: keeps the lines of each connection, goes away and comes back to
/// the same place.
final class Receiver implements AutoCloseable {
  private static final int SMALL = 4096;

  private final Nook nook = Nook.any();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final boolean reading;
  private ServerSocket server;

  Receiver() {
    this(true);
  }

  /// @param reading whether it reads what it accepts
  Receiver(boolean reading) {
    this.reading = reading;
    server = listen();
  }

  static final class Connection {
    private final Socket socket;
    private final List<String> lines = new ArrayList<>();

    private Connection(Socket socket) {
      this.socket = socket;
    }

    private synchronized void add(String line) {
      lines.add(line);
    }

    /// So far, without line ends.
    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    void reset() {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        if (!socket.isClosed()) { // its reader may have been faster
          throw new UncheckedIOException(e);
        }
      }
    }

    private void read() {
      try {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          add(line);
        }
        socket.close();
      } catch (IOException _) {
        // it was reset
      }
    }
  }

  Endpoint endpoint() {
    return new Endpoint(nook.host(), nook.port());
  }

  List<Connection> connections() {
    return connections;
  }

  /// The lines of all connections, one after another.
  List<String> lines() {
    return connections.stream().flatMap(connection -> connection.lines().stream()).toList();
  }

  /// Nobody listens any more, and all connections are reset.
  void goAway() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(Connection::reset);
  }

  void comeBack() {
    server = listen();
  }

  private ServerSocket listen() {
    try {
      var listening = new ServerSocket();
      listening.setReuseAddress(true);
      listening.setReceiveBufferSize(reading ? 1 << 20 : SMALL);
      listening.bind(nook.address());
      Thread.startVirtualThread(() -> accept(listening));
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        var connection = new Connection(listening.accept());
        connections.add(connection);
        if (reading) {
          Thread.startVirtualThread(connection::read);
        }
      }
    } catch (IOException _) {
      // it went away
    }
  }

  @Override
  public void close() {
    goAway();
  }
}
