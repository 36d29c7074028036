package dev.allwell.engine;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The most memory that this process holds while something goes on: live objects, seen by
/// collecting again and again, and what Netty holds outside the heap.
public final class Footprint {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long PAUSE_NANOS = 250_000_000;

  private Footprint() {}

  /// In bytes; each peak for itself.
  ///
  /// @param resident what the kernel counts for the process: the other two, what native libraries
  ///   hold, and what was freed and not given back; 0 where it does not tell
  public record Bytes(long heap, long direct, long resident) {
    public long total() {
      return heap + direct;
    }

    Bytes most(Bytes other) {
      return new Bytes(
          Math.max(heap, other.heap),
          Math.max(direct, other.direct),
          Math.max(resident, other.resident));
    }
  }

  /// What is held now.
  public static Bytes now() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Bytes(heap, Math.max(0, PlatformDependent.usedDirectMemory()), resident());
  }

  private static long resident() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
