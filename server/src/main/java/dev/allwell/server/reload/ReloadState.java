package dev.allwell.server.reload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the configuration stands: what the last attempt to read it came to, and what is in force.
///
/// @param path of the file or folder
/// @param last what the last attempt came to
/// @param attempted when that was
/// @param appliedOrNull when a configuration was last taken over
/// @param summary what the last attempt changed, or why it changed nothing
/// @param problems of the last attempt, a line each: `file:line:column: path: message`
/// @param needRestart keys that have changed since the start and take effect at the next one
/// @param counts of attempts since the start
public record ReloadState(
    String path,
    Result last,
    Instant attempted,
    @Nullable Instant appliedOrNull,
    String summary,
    List<String> problems,
    List<String> needRestart,
    Counts counts) {

  public ReloadState {
    problems = List.copyOf(problems);
    needRestart = List.copyOf(needRestart);
  }

  /// Whether what the files say is in force.
  public boolean good() {
    return switch (last) {
      case APPLIED, UNCHANGED -> true;
      case REFUSED, FAILED -> false;
    };
  }

  public Optional<Instant> applied() {
    return Optional.ofNullable(appliedOrNull);
  }

  /// Attempts by their result.
  ///
  /// @param applied something changed
  /// @param unchanged it says what is in force already
  /// @param refused it is bad, empty or cannot be read
  /// @param failed the store could not record it, or there was an error of our own
  public record Counts(long applied, long unchanged, long refused, long failed) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts plus(Result result) {
      return switch (result) {
        case APPLIED -> new Counts(applied + 1, unchanged, refused, failed);
        case UNCHANGED -> new Counts(applied, unchanged + 1, refused, failed);
        case REFUSED -> new Counts(applied, unchanged, refused + 1, failed);
        case FAILED -> new Counts(applied, unchanged, refused, failed + 1);
      };
    }

    long of(Result result) {
      return switch (result) {
        case APPLIED -> applied;
        case UNCHANGED -> unchanged;
        case REFUSED -> refused;
        case FAILED -> failed;
      };
    }
  }

  /// What an attempt came to.
  public enum Result {
    /// Something changed.
    APPLIED,
    /// It says what was in force already.
    UNCHANGED,
    /// It is bad, empty or cannot be read.
    REFUSED,
    /// The store could not record it, or there was an error of our own.
    FAILED
  }
}
