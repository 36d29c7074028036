package dev.allwell.server.store;

import dev.allwell.engine.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite or the disk is complaining about, in plain words.
enum DiskTrouble {
  DISK_FULL("the disk is full", StoreException.Kind.DISK_FULL),
  DISK_FAILED("the disk cannot be read or written", StoreException.Kind.UNUSABLE_FOLDER),
  READ_ONLY("the file cannot be written", StoreException.Kind.UNUSABLE_FOLDER),
  DAMAGED("the file is damaged", StoreException.Kind.CORRUPT),
  HELD("another process holds the file", StoreException.Kind.LOCKED),
  OTHER("the database refused", StoreException.Kind.CORRUPT);

  private static final int PRIMARY_CODE = 0xff;
  private static final long NO_SPACE_WORTH_THE_NAME = 64 * 1024;

  private final String words;
  private final StoreException.Kind kind;

  DiskTrouble(String words, StoreException.Kind kind) {
    this.words = words;
    this.kind = kind;
  }

  /// Reads the first SQLite error among the causes.
  ///
  /// @param file tells a full disk from a broken one
  static DiskTrouble of(Throwable failure, Path file) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return of(sqlite.getResultCode(), file);
      }
    }
    return OTHER;
  }

  private static DiskTrouble of(SQLiteErrorCode code, Path file) {
    int primary = code.code & PRIMARY_CODE;
    if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
      return DISK_FULL;
    }
    if (primary == SQLiteErrorCode.SQLITE_IOERR.code
        || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return nothingIsFree(file) ? DISK_FULL : DISK_FAILED;
    }
    if (primary == SQLiteErrorCode.SQLITE_READONLY.code
        || primary == SQLiteErrorCode.SQLITE_PERM.code) {
      return READ_ONLY;
    }
    if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return DAMAGED;
    }
    return primary == SQLiteErrorCode.SQLITE_BUSY.code ? HELD : OTHER;
  }

  private static boolean nothingIsFree(Path file) {
    try {
      return Files.getFileStore(file).getUsableSpace() < NO_SPACE_WORTH_THE_NAME;
    } catch (IOException unknown) {
      return false;
    }
  }

  /// One line: `the disk is full: data/ledger.db: …`.
  static String words(Throwable failure, Path file) {
    return of(failure, file).words + ": " + file + ": " + rootMessage(failure);
  }

  static LedgerException ledgerException(String what, SQLException failure, Path file) {
    var message = words(failure, file) + " (" + what + ")";
    return of(failure, file) == DISK_FULL
        ? LedgerException.outOfSpace(message, failure)
        : new LedgerException(message, failure);
  }

  static StoreException storeException(Exception failure, Path file) {
    return new StoreException(of(failure, file).kind, words(failure, file), failure);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
