package dev.allwell.engine;

/// What became of a change.
///
/// @param message why it was refused, or what a replacement came to; else empty
public record Receipt(Result result, String message) {
  static final Receipt ADDED = new Receipt(Result.ADDED, "");
  static final Receipt CHANGED = new Receipt(Result.CHANGED, "");
  static final Receipt UNCHANGED = new Receipt(Result.UNCHANGED, "");
  static final Receipt REMOVED = new Receipt(Result.REMOVED, "");
  static final Receipt NOT_FOUND = new Receipt(Result.NOT_FOUND, "");

  static Receipt conflict(String message) {
    return new Receipt(Result.CONFLICT, message);
  }

  static Receipt gone(String message) {
    return new Receipt(Result.NOT_FOUND, message);
  }

  /// A replacement that changed something.
  static Receipt replaced(String message) {
    return new Receipt(Result.CHANGED, message);
  }

  /// Whether what was wanted is not so: there is no such service, or it is another's.
  public boolean refused() {
    return switch (result) {
      case ADDED, CHANGED, UNCHANGED, REMOVED -> false;
      case NOT_FOUND, CONFLICT -> true;
    };
  }

  /// The kinds of answer.
  public enum Result {
    ADDED,
    CHANGED,
    /// The same statement again: nothing was written.
    UNCHANGED,
    REMOVED,
    NOT_FOUND,
    /// Another service has this name, another source owns this id, or what an amendment was made of
    /// is no longer so.
    CONFLICT
  }
}
