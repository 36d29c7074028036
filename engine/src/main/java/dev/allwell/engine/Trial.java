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

  Trial(Board.Cell cell, long dueNanos, long nextNanos, List<Runnable> waiters) {
    this.waiters = new ArrayList<>(waiters);
    this.cell = cell;
    this.registration = cell.registration();
    this.suspect =
        cell.state().tally().latest().map(sample -> sample.reason().timedOut()).orElse(false);
    this.dueNanos = dueNanos;
    this.nextNanos = nextNanos;
  }

  /// Whether the service was redefined meanwhile in a way that makes this attempt meaningless.
  boolean superseded() {
    var now = cell.registration().service();
    var then = registration.service();
    return !now.check().equals(then.check()) || !now.schedule().equals(then.schedule());
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
