package dev.allwell.server.live;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reader's place in the stream. One thread at a time.
public final class Cursor implements AutoCloseable {
  private final Shelf shelf;
  private final Filter filter;
  private final Runnable left;
  private long changes;
  private long results;
  private long sequence;
  private @Nullable String resetOrNull;
  private boolean closed;

  /// @param left called once, when the reader is gone
  Cursor(Shelf shelf, Filter filter, Shelf.Start start, Runnable left) {
    this.shelf = shelf;
    this.filter = filter;
    this.left = left;
    changes = start.changes();
    results = start.results();
    sequence = start.sequence();
    resetOrNull = start.resetOrNull();
  }

  /// What a look brought.
  public sealed interface Taken {
    /// Entries that the reader wants.
    ///
    /// @param end whether there was nothing behind them
    record Some(List<byte[]> texts, boolean end) implements Taken {}

    /// The reader fell so far behind that what it would need is gone.
    record Lost() implements Taken {}
  }

  /// The id up to which everything was taken: to go on from here, it is to be handed in again.
  public String id() {
    return shelf.id(sequence);
  }

  /// Takes what comes next: looks at no more than so many entries.
  public Taken take(int most) {
    var reason = resetOrNull;
    if (reason != null) {
      resetOrNull = null;
      return new Taken.Some(List.of(EntryText.reset(id(), reason)), false);
    }
    var look = shelf.look(changes, filter.results() ? results : -1, most);
    if (look == null) {
      return new Taken.Lost();
    }
    changes = look.changes();
    results = look.results();
    sequence = look.sequence();
    var texts = new ArrayList<byte[]>(look.entries().size());
    for (var entry : look.entries()) {
      if (filter.wants(entry)) {
        texts.add(entry.text());
      }
    }
    return new Taken.Some(texts, look.end());
  }

  /// Whether the next look would be [Taken.Lost].
  public boolean isLost() {
    return shelf.look(changes, filter.results() ? results : -1, 0) == null;
  }

  /// The last event for a reader that is dropped.
  public byte[] dropped(String reason) {
    return EntryText.last("dropped", reason);
  }

  /// The last event for a reader when the stream ends for it, or for all.
  public byte[] ended(String reason) {
    return EntryText.last("end", reason);
  }

  /// The reader is gone.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      left.run();
    }
  }
}
