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
/// collecting again and again, what Netty holds outside the heap, looked at every millisecond, and
/// what the kernel counts, which misses nothing.
public final class Footprint {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String CLEAR_PEAK = "5";
  private static final long BETWEEN_COLLECTIONS_NANOS = 250_000_000;
  private static final long BETWEEN_LOOKS_NANOS = 1_000_000;

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
    return new Bytes(heap, direct(), status("VmRSS:"));
  }

  private static long direct() {
    return Math.max(0, PlatformDependent.usedDirectMemory());
  }

  /// The kernel's own peak begins anew, where it can.
  private static void forgetPeak() {
    if (Files.isWritable(CLEAR)) {
      try {
        Files.writeString(CLEAR, CLEAR_PEAK);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long status(String key) {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The peaks while a task runs.
  public static Bytes during(Runnable task) throws InterruptedException {
    forgetPeak();
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
    long direct = direct();
    Bytes most = now();
    long collected = System.nanoTime();
    while (!over.get()) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      direct = Math.max(direct, direct());
      if (System.nanoTime() - collected > BETWEEN_COLLECTIONS_NANOS) { // else nothing else goes on
        most = most.most(now());
        collected = System.nanoTime();
      }
    }
    worker.join();
    most = most.most(new Bytes(0, direct, status("VmHWM:")));
    if (failed[0] != null) {
      throw new IllegalStateException("the task that was watched failed", failed[0]);
    }
    return most;
  }
}
