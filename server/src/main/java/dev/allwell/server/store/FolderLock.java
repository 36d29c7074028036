package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// An operating-system lock on a folder; it goes with the process, however that ends.
///
/// The lock is on `allwell.lock`; who holds it is written in `allwell.pid`. They are two files
/// because a POSIX lock is lost as soon as its process closes *any* descriptor of the locked file,
/// even one that was opened only to read a pid.
final class FolderLock implements AutoCloseable {
  static final String LOCK_FILE = "allwell.lock";
  static final String PID_FILE = "allwell.pid";
  private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

  private final FileChannel channel;
  private final Path pidFile;

  private FolderLock(FileChannel channel, Path pidFile) {
    this.channel = channel;
    this.pidFile = pidFile;
  }

  /// Waits for the holder to end, for a while: a restart may follow a kill.
  ///
  /// @throws StoreException naming the holder, when it outlasts the patience
  static FolderLock take(Path folder, Duration patience, Ticker ticker) throws IOException {
    var pidFile = folder.resolve(PID_FILE);
    if (read(pidFile).equals(self())) {
      throw held(folder, "this very process");
    }
    var file = folder.resolve(LOCK_FILE);
    OwnersOnly.file(file);
    var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    long giveUp = ticker.nanos() + patience.toNanos();
    while (!locked(channel)) {
      if (ticker.nanos() - giveUp >= 0 || Thread.currentThread().isInterrupted()) {
        channel.close();
        throw held(folder, "pid " + read(pidFile).lines().findFirst().orElse("(unknown)"));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    OwnersOnly.file(pidFile);
    Files.writeString(pidFile, self());
    return new FolderLock(channel, pidFile);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    }
  }

  private static StoreException held(Path folder, String holder) {
    return new StoreException(
        StoreException.Kind.LOCKED, "the data folder " + folder + " is in use by " + holder);
  }

  /// Pid and start: in containers every life of a program may have the same pid.
  private static String self() {
    var me = ProcessHandle.current();
    return me.pid() + "\n" + me.info().startInstant().map(Object::toString).orElse("?") + "\n";
  }

  /// Empty when there is none; the holder may delete it at any moment.
  private static String read(Path pidFile) throws IOException {
    try {
      return Files.readString(pidFile);
    } catch (NoSuchFileException none) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(pidFile);
    channel.close();
  }
}
