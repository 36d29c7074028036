package dev.allwell.server.etcd;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How etcd stands as a source, at one moment.
///
/// @param addresses where it is looked for
/// @param prefix of all keys that are read
/// @param mirror how its keys are known
/// @param revision of etcd up to which they are known; 0 before the first reading
/// @param keys how many are known
/// @param stated how many services and categories they state
/// @param problems what is wrong with keys or cannot be taken over, a line each: `key: message`; of
///   very many the first
/// @param problemCount all of them
public record EtcdState(
    List<String> addresses,
    String prefix,
    MirrorState mirror,
    long revision,
    int keys,
    Stating stated,
    List<String> problems,
    int problemCount) {
  /// Problems that are told.
  public static final int MOST_TOLD = 100;

  public EtcdState {
    addresses = List.copyOf(addresses);
    problems = List.copyOf(problems);
  }

  /// How many of each the keys state.
  ///
  /// @param takenOrNull when what they state last changed anything here
  public record Stating(int services, int categories, int acks, @Nullable Instant takenOrNull) {
    static final Stating NOTHING = new Stating(0, 0, 0, null);

    public Optional<Instant> taken() {
      return Optional.ofNullable(takenOrNull);
    }
  }

  /// How well its keys are known.
  ///
  /// @param fresh whether they are known as they are now
  /// @param since when that is so, or is not
  /// @param why they are not known; empty when they are
  /// @param listedOrNull when all were last read; null for not since the start
  public record MirrorState(
      boolean fresh, Instant since, String why, @Nullable Instant listedOrNull, Counts counts) {
    public Optional<Instant> listed() {
      return Optional.ofNullable(listedOrNull);
    }

    MirrorState known(Instant now) {
      return new MirrorState(true, now, "", listedOrNull, counts);
    }

    MirrorState unknown(Instant now, String reason) {
      return new MirrorState(false, fresh ? now : since, reason, listedOrNull, counts);
    }

    MirrorState listed(Instant now) {
      return new MirrorState(fresh, since, why, now, counts.listed());
    }

    MirrorState with(Counts other) {
      return new MirrorState(fresh, since, why, listedOrNull, other);
    }
  }

  /// What happened since the start.
  ///
  /// @param listings of all keys
  /// @param changes that watches told
  /// @param failures sessions that could not be had or broke
  /// @param compactions watches that came too late for what they should have told
  /// @param clusters times that another cluster, or an older state of the same, answered
  public record Counts(
      long listings, long changes, long failures, long compactions, long clusters) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts listed() {
      return new Counts(listings + 1, changes, failures, compactions, clusters);
    }

    Counts changed(int more) {
      return new Counts(listings, changes + more, failures, compactions, clusters);
    }

    Counts failed(boolean compacted) {
      return new Counts(
          listings, changes, failures + 1, compactions + (compacted ? 1 : 0), clusters);
    }

    Counts moved() {
      return new Counts(listings, changes, failures, compactions, clusters + 1);
    }
  }
}
