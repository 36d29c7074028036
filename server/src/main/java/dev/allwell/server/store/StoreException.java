package dev.allwell.server.store;

import org.jspecify.annotations.Nullable;

/// The store cannot be opened, or not trusted; the message is one line for the person who started
/// the program.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  StoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  public Kind kind() {
    return kind;
  }

  /// What stands in the way; each has an exit code of its own.
  public enum Kind {
    /// The data folder cannot be made, entered or written.
    UNUSABLE_FOLDER,
    /// Another process works with this data folder.
    LOCKED,
    DISK_FULL,
    /// A file is damaged, missing beside its twin, or not ours.
    CORRUPT
  }
}
