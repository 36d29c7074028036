package dev.allwell.engine;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The most memory that this process holds while something goes on: live objects, seen by
/// collecting again and again, and what Netty holds outside the heap.
public final class Footprint {
  private static final long PAUSE_NANOS = 250_000_000;

  private Footprint() {}

  /// In bytes; each peak for itself.
  public record Bytes(long heap, long direct) {
    public long total() {
      return heap + direct;
    }

    Bytes most(Bytes other) {
      return new Bytes(Math.max(heap, other.heap), Math.max(direct, other.direct));
    }
  }

  /// What is held now.
  public static Bytes now() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Bytes(heap, Math.max(0, PlatformDependent.usedDirectMemory()));
  }

  /// The peaks while a task runs.
  public static Bytes during(Runnable task) throws InterruptedException {
    var over = new AtomicBoolean();
    var failed = new Throwable[1];
    Thread worker =
        Thread.ofPlatform()
            .name("footprint-task")
            .start(() -> {
              try {
                task.run();
              } catch (RuntimeException | Error thrown) {
                failed[0] = thrown;
              } finally {
                over.set(true);
              }
            });
    Bytes most = now();
    while (!over.get()) {
      LockSupport.parkNanos(PAUSE_NANOS); // else nothing but collecting goes on
      most = most.most(now());
    }
    worker.join();
    if (failed[0] != null) {
      throw new IllegalStateException("the task that was watched failed", failed[0]);
    }
    return most;
  }
}
