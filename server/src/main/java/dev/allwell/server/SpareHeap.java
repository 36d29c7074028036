package dev.allwell.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.allwell.clock.Ticker;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Heap that was taken for a while, as at the start or when many services came at once, and is
/// given back when it is spare.
///
/// G1 gives heap back at the end of a marking alone; it marks when the old generation has grown, or
/// when for a while no collection was needed at all. A server that checks day and night does
/// neither: what it once took, it would keep. So a marking is asked for when there was none for
/// long; it runs beside all else, on one thread.
final class SpareHeap {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LEAST_PAUSE_SECONDS = 60;

  /// Marking costs what is alive: the larger the heap, the rarer it is marked.
  private static final long BYTES_A_SECOND = 8L << 20;

  /// Below this there is nothing to be had.
  private static final long SMALL_BYTES = 64L << 20;

  private final Heap heap;
  private final Ticker ticker;
  private long markings;
  private long markedNanos;

  SpareHeap(Heap heap, Ticker ticker) {
    this.heap = heap;
    this.ticker = ticker;
    markings = heap.markings();
    markedNanos = ticker.nanos();
  }

  /// What is looked at, and asked for.
  interface Heap {
    /// In bytes, what the heap takes of the machine.
    long committed();

    /// How many pauses of markings there were.
    long markings();

    /// Begins one, and mostly returns before its end.
    void mark();
  }

  /// This JVM's heap, if it is one that marks beside all else when it is told to.
  static Optional<Heap> ofThisJvm() {
    var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    boolean beside =
        options != null
            && Boolean.parseBoolean(options.getVMOption("ExplicitGCInvokesConcurrent").getValue());
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> beside && collector.getName().equals("G1 Concurrent GC"))
        .findFirst()
        .map(marking -> new G1(ManagementFactory.getMemoryMXBean(), marking));
  }

  /// Looks every ten seconds until interrupted.
  void run() throws InterruptedException {
    while (true) {
      look();
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /// Marks when it is time.
  void look() {
    long now = ticker.nanos();
    long markingsNow = heap.markings();
    if (markingsNow != markings) {
      markings = markingsNow;
      markedNanos = now;
    }
    long committed = heap.committed();
    long pause = Math.max(LEAST_PAUSE_SECONDS, committed / BYTES_A_SECOND);
    if (committed > SMALL_BYTES && now - markedNanos >= TimeUnit.SECONDS.toNanos(pause)) {
      heap.mark();
      markings = heap.markings();
      markedNanos = now;
    }
  }

  private record G1(MemoryMXBean memory, GarbageCollectorMXBean marking) implements Heap {
    @Override
    public long committed() {
      return memory.getHeapMemoryUsage().getCommitted();
    }

    @Override
    public long markings() {
      return marking.getCollectionCount();
    }

    @Override
    public void mark() {
      memory.gc();
    }
  }
}
