package dev.allwell.server.web.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The last changes of the stream with their ids, so that who was cut off can go on. Ids begin with
/// when this stream did, so that those of an earlier run are told from ours.
final class Ring {
  private final String origin;
  private final int most;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long next = 1;

  /// A change with what stands on the wire.
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Kept(long number, Happening happening, byte[] text) {}

  /// @param startMillis when the stream began, wall time
  Ring(long startMillis, int most) {
    this.origin = Long.toString(startMillis, Character.MAX_RADIX) + "-";
    this.most = most;
  }

  /// Keeps a change, under the id that it now has; the oldest gives way.
  synchronized Kept add(Happening change) {
    long number = next++;
    var one = new Kept(number, change, change.text(origin + number));
    kept.addLast(one);
    if (kept.size() > most) {
      kept.removeFirst();
    }
    return one;
  }

  /// The number of the last change; 0 before the first.
  synchronized long last() {
    return next - 1;
  }

  /// All changes after an id; empty when some of them are gone, or the id is none of ours.
  synchronized Optional<List<Kept>> after(String id) {
    if (!id.startsWith(origin) || !id.substring(origin.length()).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(id.substring(origin.length()));
    long oldest = next - kept.size();
    if (number >= next || number + 1 < oldest) {
      return Optional.empty();
    }
    var missed = new ArrayList<Kept>();
    for (var one : kept) {
      if (one.number() > number) {
        missed.add(one);
      }
    }
    return Optional.of(missed);
  }
}
