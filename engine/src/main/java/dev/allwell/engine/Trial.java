package dev.allwell.engine;

import dev.allwell.model.Attempt;
import dev.allwell.model.Registration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One check under way, from its due time to its outcome. Belongs to a lane's thread.
final class Trial {
  final Board.Cell cell;
  final Registration registration;

  /// Whether it counts against the suspects' share.
  final boolean suspect;

  /// When the check was due; lateness is measured from here.
  final long dueNanos;

  /// When the next check of the service is due: all attempts end before it.
  final long nextNanos;

  /// Told when the check is over, or when there is nothing left to check.
  private final List<Runnable> waiters;

  long startedNanos;
  int attempts;
  @Nullable Attempt last;
  private boolean cutShort;

  Trial(Board.Cell cell, long dueNanos, long nextNanos, List<Runnable> waiters) {
    this.waiters = new ArrayList<>(waiters);
    this.cell = cell;
    this.registration = cell.registration();
    this.suspect =
        cell.state().tally().latest().map(sample -> sample.reason().timedOut()).orElse(false);
    this.dueNanos = dueNanos;
    this.nextNanos = nextNanos;
  }

  /// Whether a redefinition makes this attempt meaningless.
  boolean supersededBy(Registration now) {
    return !now.service().probedLike(registration.service());
  }

  /// How long an attempt that starts now may take. All attempts end before the next beat. Only a
  /// first one that starts late, which is our fault, keeps nine tenths of its time: the beat after
  /// it gives way, not the target.
  long limit(long nowNanos) {
    long full = registration.service().schedule().attemptLimit().toNanos();
    long limit = Math.clamp(nextNanos - nowNanos, last == null ? full / 10 * 9 : 0, full);
    cutShort = last != null && limit < full;
    return limit;
  }

  /// What a further attempt came to. One that had less than its full time and ran out of it says
  /// nothing of the target: what was seen before stands.
  Attempt settled(Attempt seen) {
    return cutShort && last != null && seen.reason().timedOut() ? last : seen;
  }

  /// Whether another attempt may begin then: a tenth of its time must be left before the next beat.
  boolean leavesRoom(long atNanos) {
    long full = registration.service().schedule().attemptLimit().toNanos();
    return nextNanos - atNanos >= Math.max(full / 10, Wheel.TICK_NANOS);
  }

  /// Whether the service left the lane meanwhile.
  boolean orphaned() {
    return cell.slot() == Board.Cell.NO_SLOT;
  }

  void waitFor(Runnable told) {
    waiters.add(told);
  }

  void tellWaiters() {
    waiters.forEach(Runnable::run);
  }

  List<Runnable> waiters() {
    return waiters;
  }
}
