package dev.allwell.probe;

import dev.allwell.egress.Destination;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One lane's connections that wait for reuse, at most a thousand, each for at most 90 s. Used on
/// the lane's thread, but for [#close].
final class IdleConnections {
  private static final int MOST = 1024;
  private static final long LONGEST_SECONDS = 90;

  private final EventLoop loop;
  private final Map<Destination, Deque<Waiting>> waiting = new HashMap<>();
  private int count;
  private boolean closed;

  IdleConnections(EventLoop loop) {
    this.loop = loop;
  }

  /// The one that was used last, which is the likeliest to be alive.
  Optional<HttpConnection> take(Destination to) {
    Deque<Waiting> there = waiting.get(to);
    while (there != null && !there.isEmpty()) {
      Waiting last = there.getLast();
      last.leave();
      if (last.connection.unpark()) {
        return Optional.of(last.connection);
      }
    }
    return Optional.empty();
  }

  /// Keeps a connection, or closes it when there is no room.
  void put(Destination to, HttpConnection connection) {
    if (closed || count >= MOST) {
      connection.close();
      return;
    }
    var entry = new Waiting(to, connection);
    waiting.computeIfAbsent(to, _ -> new ArrayDeque<>(1)).addLast(entry);
    count++;
    entry.end = loop.schedule(connection::close, LONGEST_SECONDS, TimeUnit.SECONDS);
    connection.park(entry::leave);
  }

  void close() {
    loop.execute(() -> {
      closed = true;
      waiting.values().stream()
          .flatMap(Deque::stream)
          .toList()
          .forEach(entry -> entry.connection.close());
    });
  }

  /// A place in the queue.
  private final class Waiting {
    private final Destination to;
    private final HttpConnection connection;
    private @Nullable Future<?> end;

    Waiting(Destination to, HttpConnection connection) {
      this.to = to;
      this.connection = connection;
    }

    void leave() {
      Deque<Waiting> there = waiting.get(to);
      if (there != null && there.remove(this)) {
        count--;
        if (there.isEmpty()) {
          waiting.remove(to);
        }
      }
      if (end != null) {
        end.cancel(false);
      }
    }
  }
}
