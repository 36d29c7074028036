package dev.allwell.tracker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A sliding window of [#BUCKETS] buckets over all requests, failed or not. Any thread, lock-free.
///
/// Only totals are ever counted, striped over cells, so that no count can be lost or doubled when
/// time goes on: a bucket is a [Mark] of what the totals were when it began, and the window is the
/// difference between the totals and its oldest mark. Who first notices that a bucket has ended
/// makes the mark; who notices at the same time helps, and counts only once the mark stands. So a
/// count is never held for older than it is. It stays for at least the window, and for one bucket
/// longer at most. After idleness one mark stands for all the buckets that passed.
final class Window {
  static final int BUCKETS = 100;

  private static final AtomicReferenceFieldUpdater<Window, Mark> NEWEST =
      AtomicReferenceFieldUpdater.newUpdater(Window.class, Mark.class, "newest");
  private static final AtomicReferenceFieldUpdater<Window, Mark> OLDEST =
      AtomicReferenceFieldUpdater.newUpdater(Window.class, Mark.class, "oldest");

  private final LongSupplier nanos;
  private final long bucketNanos;
  private final LongAdder successes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicLong forgottenFailures = new AtomicLong();
  private volatile Mark newest;
  private volatile Mark oldest;

  /// @param windowNanos at least [#BUCKETS]
  Window(long windowNanos, LongSupplier nanos) {
    this.nanos = nanos;
    this.bucketNanos = (windowNanos + BUCKETS - 1) / BUCKETS;
    Mark first = new Mark(nanos.getAsLong(), bucketNanos, 0, 0);
    this.newest = first;
    this.oldest = first;
  }

  /// Where the totals stood when a bucket began.
  private static final class Mark {
    final long beganNanos;
    final long endsNanos;
    final long successes;
    final long failures;
    final AtomicReference<@Nullable Mark> next = new AtomicReference<>();

    Mark(long beganNanos, long bucketNanos, long successes, long failures) {
      this.beganNanos = beganNanos;
      this.endsNanos = beganNanos + bucketNanos;
      this.successes = successes;
      this.failures = failures;
    }
  }

  void success() {
    roll();
    successes.increment();
  }

  void failure() {
    roll();
    failures.increment();
  }

  /// Makes a success of a failure that was counted a moment ago. Should its bucket have left the
  /// window meanwhile, or should it be forgotten, one failure of now is hidden in its stead.
  void takeFailureBack() {
    roll();
    successes.increment();
    failures.decrement();
    forgottenFailures.accumulateAndGet(failures.sum(), Math::min);
  }

  /// Makes a success uncounted that was counted a moment ago.
  void takeSuccessBack() {
    roll();
    successes.decrement();
  }

  /// Failures in the window.
  long failures() {
    while (true) {
      Mark now = roll();
      long forgotten = forgottenFailures.get();
      long before = Math.max(first(now).failures, forgotten);
      long after = failures.sum();
      // With a newer mark, what came after it may have been summed beside what had left by then.
      if (newest == now && forgottenFailures.get() == forgotten) {
        return Math.max(0, after - before);
      }
    }
  }

  /// What was counted: each number as it was at some moment of the call, and failures never more
  /// than requests.
  Counts counts() {
    while (true) {
      Mark now = roll();
      Mark first = first(now);
      long forgotten = forgottenFailures.get();
      long failed = failures.sum();
      long succeeded = successes.sum();
      if (newest == now) {
        long failedHere = Math.max(0, failed - Math.max(first.failures, forgotten));
        long here = failed - first.failures + succeeded - first.successes;
        // A success that has left the window may have become a failure within it.
        return new Counts(failed + succeeded, failed, Math.max(here, failedHere), failedHere);
      }
    }
  }

  /// All requests, and those among them that failed; ever, and in the window.
  record Counts(long requests, long failures, long requestsInWindow, long failuresInWindow) {}

  /// Lets no failure that was counted before be in the window. One that is counted meanwhile may
  /// stay.
  void forget() {
    forgottenFailures.accumulateAndGet(failures.sum(), Math::max);
    // What was taken back since the sum was made is not there to be forgotten.
    forgottenFailures.accumulateAndGet(failures.sum(), Math::min);
  }

  /// Makes the present bucket begin, if none did.
  ///
  /// @return its mark
  private Mark roll() {
    long now = nanos.getAsLong();
    Mark mark = newest;
    return now - mark.endsNanos < 0 ? mark : rollTo(now);
  }

  private Mark rollTo(long nowNanos) {
    while (true) {
      Mark last = newest;
      long sinceNanos = nowNanos - last.beganNanos;
      if (sinceNanos < bucketNanos) {
        return last;
      }
      Mark next = last.next.get();
      if (next == null) {
        long beganNanos = nowNanos - sinceNanos % bucketNanos;
        next = new Mark(beganNanos, bucketNanos, successes.sum(), failures.sum());
        if (!last.next.compareAndSet(null, next)) {
          continue;
        }
      }
      NEWEST.compareAndSet(this, last, next);
      first(next);
    }
  }

  /// The mark of the first bucket that is in the window when `now` is the present one.
  private Mark first(Mark now) {
    Mark kept = oldest;
    Mark mark = kept;
    while (now.beganNanos - mark.beganNanos > BUCKETS * bucketNanos) {
      Mark next = mark.next.get();
      if (next == null) {
        break;
      }
      mark = next;
    }
    if (mark != kept) {
      OLDEST.compareAndSet(this, kept, mark);
    }
    return mark;
  }
}
