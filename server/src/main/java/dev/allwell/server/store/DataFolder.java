package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.server.access.OwnerFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder in which the store lives: for its owner's eyes, and for one process at a time.
public final class DataFolder implements AutoCloseable {
  /// How long a start waits for the process before it to end.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /// The name of the file that holds the owner's token.
  public static final String OWNER_TOKEN = "admin-token";

  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final String LEDGER = "ledger.db";
  private static final String SAMPLES = "samples.db";

  private final Path folder;
  private final FolderLock lock;
  private final String ledger;

  private DataFolder(Path folder, FolderLock lock, String ledger) {
    this.folder = folder;
    this.lock = lock;
    this.ledger = ledger;
  }

  /// Makes the folder where there is none, and takes it for this process. Blocks up to [#PATIENCE].
  ///
  /// @throws StoreException when it cannot be used, or another process has it
  public static DataFolder open(Path folder, Ticker ticker) {
    return open(folder, ticker, PATIENCE);
  }

  static DataFolder open(Path wanted, Ticker ticker, Duration patience) {
    return open(wanted, LEDGER, ticker, patience);
  }

  /// As [#open], of the folder that a ledger's file lies in, or shall; its other files lie beside
  /// it.
  ///
  /// @throws StoreException when it cannot be used, or another process has it
  public static DataFolder around(Path ledger, Ticker ticker) {
    var file = ledger.toAbsolutePath().normalize();
    var folder = file.getParent();
    var name = String.valueOf(file.getFileName());
    if (folder == null || Files.isDirectory(file) || name.equals(SAMPLES)) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE_FOLDER,
          ledger
              + " cannot be the ledger's file: "
              + (name.equals(SAMPLES) ? "the samples are kept under that name" : "it is a folder"));
    }
    return open(folder, name, ticker, PATIENCE);
  }

  private static DataFolder open(Path wanted, String ledger, Ticker ticker, Duration patience) {
    try {
      var folder = enter(wanted);
      var lock = FolderLock.take(folder, patience, ticker);
      var opened = new DataFolder(folder, lock, ledger);
      try {
        opened.refuseHalf();
      } catch (StoreException e) {
        opened.close();
        throw e;
      }
      return opened;
    } catch (IOException e) {
      throw new StoreException(
          kind(e, wanted), "cannot use the data folder " + wanted + ": " + reason(e), e);
    }
  }

  /// Whether somebody keeps a ledger in a folder; nothing is touched.
  public static boolean wasUsed(Path folder) {
    return Files.exists(folder.resolve(LEDGER));
  }

  /// The file of what must never be lost.
  public Path ledger() {
    return folder.resolve(ledger);
  }

  /// The file of raw ticks.
  public Path samples() {
    return folder.resolve(SAMPLES);
  }

  /// The file of the owner's token.
  public OwnerFile ownerToken() {
    return new OwnerTokenFile(folder.resolve(OWNER_TOKEN));
  }

  /// Absolute, symbolic links followed.
  public Path path() {
    return folder;
  }

  /// Gives the folder back. After the ledger and the samples are closed.
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("cannot unlock {}: {}", folder, e.toString());
    }
  }

  private static Path enter(Path wanted) throws IOException {
    if (!Files.exists(wanted)) {
      OwnersOnly.newFolder(wanted);
    }
    if (!Files.isDirectory(wanted)) {
      throw new FileSystemException(wanted.toString(), null, "it is not a folder");
    }
    var folder = wanted.toRealPath();
    if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    if (oursOrEmpty(folder)) {
      OwnersOnly.folder(folder);
    } else {
      LOG.warn("{} holds other files too: its permissions are left as they are", folder);
    }
    return folder;
  }

  private static boolean oursOrEmpty(Path folder) throws IOException {
    if (Files.exists(folder.resolve(FolderLock.LOCK_FILE))) {
      return true;
    }
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /// Ticks without the definitions they belong to mean that the ledger was lost, not that it is
  /// new.
  private void refuseHalf() throws IOException {
    boolean noLedger = !Files.exists(ledger()) || Files.size(ledger()) == 0;
    if (noLedger && Files.exists(samples()) && Files.size(samples()) > 0) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          ledger()
              + " is missing or empty beside its samples: put it back, or move samples.db away");
    }
  }

  private static StoreException.Kind kind(IOException e, Path wanted) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    LOG.debug("cannot open {}", wanted, e);
    return full ? StoreException.Kind.DISK_FULL : StoreException.Kind.UNUSABLE_FOLDER;
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    var reason = e instanceof FileSystemException fault ? fault.getReason() : null;
    return reason == null ? e.toString() : reason;
  }
}
