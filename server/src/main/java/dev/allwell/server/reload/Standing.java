package dev.allwell.server.reload;

import dev.allwell.server.reload.ReloadState.Counts;
import dev.allwell.server.reload.ReloadState.Result;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the configuration stands, as attempts go by; told in the log, of what is refused once for
/// each content. One thread writes, any reads.
final class Standing {
  private static final int MOST_LOGGED = 20;
  private static final Logger log = LoggerFactory.getLogger(Reloader.class);

  private final Path path;
  private final InstantSource clock;
  private volatile ReloadState state;
  private String refused = "";

  Standing(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
    this.state =
        new ReloadState(
            path.toString(),
            Result.UNCHANGED,
            clock.instant(),
            null,
            "",
            List.of(),
            List.of(),
            Counts.NONE);
  }

  ReloadState state() {
    return state;
  }

  /// It holds now.
  void applied(boolean changed, String summary, List<String> needRestart) {
    if (changed || !refused.isEmpty()) {
      log.info("configuration {}: {}", path, summary);
    }
    if (!needRestart.isEmpty() && !needRestart.equals(state.needRestart())) {
      log.warn("these keys have changed and take effect at the next start: {}", needRestart);
    }
    refused = "";
    var now = clock.instant();
    var result = changed ? Result.APPLIED : Result.UNCHANGED;
    state =
        new ReloadState(
            state.path(),
            result,
            now,
            now,
            summary,
            List.of(),
            needRestart,
            state.counts().plus(result));
  }

  /// It changes nothing.
  ///
  /// @param content tells whether the same was refused before
  void refused(Result result, String content, String why, List<String> problems) {
    if (!content.equals(refused)) {
      log.error("configuration {} changes nothing: {}", path, why);
      problems.stream().limit(MOST_LOGGED).forEach(problem -> log.error("  {}", problem));
      if (problems.size() > MOST_LOGGED) {
        log.error("  and {} more", problems.size() - MOST_LOGGED);
      }
    }
    refuse(result, content, why, problems);
  }

  /// It could not be dealt with, by a fault of our own.
  void broken(Throwable fault) {
    var name = fault.getClass().getName();
    if (!name.equals(refused)) {
      log.error("configuration {} could not be taken over; it is tried again", path, fault);
    }
    refuse(
        Result.FAILED, name, "an internal error", List.of("internal error, see the log: " + name));
  }

  private void refuse(Result result, String content, String why, List<String> problems) {
    refused = content;
    state =
        new ReloadState(
            state.path(),
            result,
            clock.instant(),
            state.appliedOrNull(),
            why,
            problems,
            state.needRestart(),
            state.counts().plus(result));
  }
}
