package dev.allwell.server.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What the watches of one session told and nobody took yet; bounded: more than that, and the
/// session counts as broken, since all can be listed again. Watches write on any thread, one reads.
final class Inbox {
  static final long MOST_WEIGHT = 64L << 20;

  private final BlockingQueue<Told> queue = new LinkedBlockingQueue<>();
  private final AtomicLong weight = new AtomicLong();

  /// What a watch tells.
  sealed interface Told {
    /// It stands.
    record Standing() implements Told {}

    /// Some keys changed, in this order.
    record Changes(List<Changed> all) implements Told {
      public Changes {
        all = List.copyOf(all);
      }

      long weight() {
        return all.stream()
            .mapToLong(one -> one.heldOrNull() == null ? 64 : one.heldOrNull().weight())
            .sum();
      }
    }

    /// It tells no more.
    ///
    /// @param compacted whether what it should have told was forgotten there
    record Broken(String why, boolean compacted) implements Told {}
  }

  void stands() {
    queue.add(new Told.Standing());
  }

  void changed(List<Changed> all) {
    var changes = new Told.Changes(all);
    if (all.isEmpty()) {
      return;
    }
    if (weight.addAndGet(changes.weight()) > MOST_WEIGHT) {
      queue.add(new Told.Broken("more changes at once than are kept", false));
    } else {
      queue.add(changes);
    }
  }

  void broken(String why, boolean compacted) {
    queue.add(new Told.Broken(why, compacted));
  }

  /// All that there is, once there is something; nothing when that does not come in time.
  List<Told> take(long nanos) throws InterruptedException {
    @Nullable Told first = queue.poll(nanos, TimeUnit.NANOSECONDS);
    if (first == null) {
      return List.of();
    }
    var all = new ArrayList<Told>();
    all.add(first);
    queue.drainTo(all);
    for (var told : all) {
      if (told instanceof Told.Changes changes) {
        weight.addAndGet(-changes.weight());
      }
    }
    return all;
  }
}
