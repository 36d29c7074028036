package dev.allwell.engine;

import dev.allwell.model.Attempt;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.probe.Probing;
import dev.allwell.probe.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One check under way, from its due time to its outcome. Belongs to a lane's thread.
final class Trial {
  final Board.Cell cell;
  final Registration registration;

  /// Told of each step; null unless somebody watches.
  final @Nullable Trace traceOrNull;

  /// Whether it counts against the suspects' share.
  final boolean suspect;

  /// When the check was due; lateness is measured from here.
  final long dueNanos;

  /// When the next check of the service is due: all attempts end before it.
  final long nextNanos;

  /// Whether it makes no further attempt for a failure.
  private final boolean once;

  /// Told when the check is over, or when there is nothing left to check.
  private final List<Runnable> waiters;

  Stage stage = Stage.QUEUED;
  Probing probing = Probing.OVER;

  /// Whether it holds a place in flight. Its [Berths] alone set it.
  boolean placed;

  long startedNanos;

  /// When the last attempt began.
  long attemptNanos;

  /// How long it may take.
  private long limitNanos;

  /// How long we had stood still when it began.
  private long stoodStillNanos;

  int attempts;
  @Nullable Attempt last;

  /// Whether an attempt was made again because it was void: it costs no retry, once.
  private boolean pardoned;

  private boolean cutShort;

  /// How far it is.
  enum Stage {
    /// In line for a place in flight.
    QUEUED,
    /// An attempt runs and holds a place.
    FLYING,
    /// A witness is asked whose fault the last attempt's failure is.
    ASKING,
    /// On the wheel until the next attempt.
    RESTING,
    OVER
  }

  Trial(
      Board.Cell cell,
      long dueNanos,
      long nextNanos,
      List<Runnable> waiters,
      @Nullable Trace traceOrNull,
      boolean once) {
    this.once = once;
    this.waiters = new ArrayList<>(waiters);
    this.traceOrNull = traceOrNull;
    this.cell = cell;
    this.registration = cell.registration();
    this.suspect =
        cell.state().tally().latest().map(sample -> sample.reason().timedOut()).orElse(false);
    this.dueNanos = dueNanos;
    this.nextNanos = nextNanos;
  }

  /// Whether a redefinition makes this attempt meaningless.
  boolean supersededBy(Registration now) {
    return !now.probedLike(registration);
  }

  /// How long an attempt that starts now may take. All attempts end before the next beat. Only a
  /// first one that starts late, which is our fault, keeps nine tenths of its time: the beat after
  /// it gives way, not the target.
  private long limit(long nowNanos) {
    long full = registration.schedule().attemptLimit().toNanos();
    long limit = Math.clamp(nextNanos - nowNanos, last == null ? full / 10 * 9 : 0, full);
    cutShort = last != null && limit < full;
    return limit;
  }

  /// Another attempt begins.
  ///
  /// @return how long it may take
  long attempt(long nowNanos, long stoodStill) {
    attempts++;
    attemptNanos = nowNanos;
    stoodStillNanos = stoodStill;
    limitNanos = limit(nowNanos);
    return limitNanos;
  }

  /// Whether the attempt that ends now was under way for nine tenths of its time besides those
  /// moments in which we stood still.
  boolean timely(long nowNanos, long stoodStill) {
    long awake = nowNanos - attemptNanos - (stoodStill - stoodStillNanos);
    return awake >= limitNanos / 10 * 9;
  }

  /// What a further attempt came to. One that had less than its full time and ran out of it says
  /// nothing of the target: what was seen before stands.
  Attempt settled(Attempt seen) {
    return cutShort && last != null && seen.reason().timedOut() ? last : seen;
  }

  /// Whether another attempt is due after one that came to this: within the retries, and once more
  /// for one that was void.
  boolean again(Attempt seen) {
    if (isVoid(seen) && !pardoned) {
      pardoned = true;
      return true;
    }
    int counted = attempts - (pardoned ? 1 : 0);
    return !once && seen.retried() && counted <= registration.schedule().retries();
  }

  /// Whether an attempt is void because of when it was made.
  static boolean isVoid(Attempt seen) {
    return seen.reason() == Reason.PAUSED || seen.reason() == Reason.CLOCK_STEPPED;
  }

  /// Whether another attempt may begin then: a tenth of its time must be left before the next beat.
  boolean leavesRoom(long atNanos) {
    long full = registration.schedule().attemptLimit().toNanos();
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
