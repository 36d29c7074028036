package dev.allwell.server.graphite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.allwell.egress.Line;
import dev.allwell.server.config.GraphiteSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Points on their way into a connection, as lines of `path value time`, some 64 KiB at a time.
/// What is in the connection is told to the rings it came from. One thread.
final class Batch {
  private static final int CHUNK = 1 << 16;

  /// A prefix, an environment and a name as long as they may be, and the numbers.
  private static final int LONGEST_LINE = 1024;

  private static final int DIGITS = 20;

  private final Counts counts;
  private final GraphiteSettings.Value value;
  private final byte[] services;
  private final byte[] pilot;
  private final byte[] chunk = new byte[CHUNK];
  private final byte[] digits = new byte[DIGITS];
  private final List<Pending> pending = new ArrayList<>();
  private int length;

  Batch(GraphiteSettings settings, Counts counts) {
    this.counts = counts;
    value = settings.value();
    var root = settings.prefix() + ".health." + settings.environment();
    services = (root + ".services.").getBytes(US_ASCII);
    pilot = (root + ".pilot-light").getBytes(US_ASCII);
  }

  /// What waits for the end of the chunk in which its last line is.
  private record Pending(Ring ring, int points, int until) {}

  /// Where points go to.
  record To(Line line, Duration patience) {}

  /// Adds a service's points, perhaps sending some.
  ///
  /// @param all whether those too that were written before
  void add(Ring ring, boolean all, To to) throws IOException, InterruptedException {
    var part = Owners.part(ring.name());
    var taken = ring.take(all);
    for (int point : taken.points()) {
      makeRoom(to);
      path(services, part);
      number(value.of(Ring.good(point)), Ring.seconds(point));
    }
    pending.add(new Pending(ring, taken.points().length, taken.until()));
  }

  /// Adds the pilot light's points, which are 1 whatever health is.
  void addPilot(Ring ring, boolean all, To to) throws IOException, InterruptedException {
    var taken = ring.take(all);
    for (int point : taken.points()) {
      makeRoom(to);
      path(pilot, "");
      number(1, Ring.seconds(point));
    }
    pending.add(new Pending(ring, taken.points().length, taken.until()));
  }

  /// Sends what is left.
  void send(To to) throws IOException, InterruptedException {
    if (length > 0) {
      to.line.write(chunk, length, to.patience);
    }
    for (var each : pending) {
      counts.sent(each.points, each.ring.wrote(each.until));
    }
    clear();
  }

  /// Forgets what was not sent; the rings still hold it.
  void clear() {
    pending.clear();
    length = 0;
  }

  private void makeRoom(To to) throws IOException, InterruptedException {
    if (CHUNK - length < LONGEST_LINE) {
      send(to);
    }
  }

  private void path(byte[] begin, String part) {
    System.arraycopy(begin, 0, chunk, length, begin.length);
    length += begin.length;
    for (int i = 0; i < part.length(); i++) {
      chunk[length++] = (byte) part.charAt(i);
    }
  }

  private void number(int number, long seconds) {
    chunk[length++] = ' ';
    chunk[length++] = (byte) ('0' + number);
    chunk[length++] = ' ';
    int from = DIGITS;
    for (long rest = seconds; rest > 0; rest /= 10) {
      digits[--from] = (byte) ('0' + rest % 10);
    }
    System.arraycopy(digits, from, chunk, length, DIGITS - from);
    length += DIGITS - from;
    chunk[length++] = '\n';
  }
}
