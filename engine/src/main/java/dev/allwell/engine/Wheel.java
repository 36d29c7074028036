package dev.allwell.engine;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// A timing wheel over primitive arrays: one timer a slot, 16 bytes each, linked by index.
///
/// A timer fires at the first advance at or after its due time, never before; arming an armed slot
/// moves it. Timers further away than one turn stay in their bucket for as many turns as it takes.
/// One thread.
final class Wheel {
  static final long TICK_NANOS = 10_000_000;
  private static final int BUCKETS = 4096;
  private static final int NONE = -1;
  private static final int DISARMED = Integer.MIN_VALUE;

  private final int[] heads = new int[BUCKETS];
  private int[] next = new int[0];
  private int[] previous = new int[0];
  private long[] dueNanos = new long[0];
  private int[] fired = new int[64];
  private final long originNanos;
  private long currentTick;
  private int armed;

  Wheel(long nowNanos) {
    originNanos = nowNanos;
    Arrays.fill(heads, NONE);
  }

  /// Makes room for the slots 0 to `slots` - 1.
  void grow(int slots) {
    int before = next.length;
    if (slots <= before) {
      return;
    }
    int room = Math.max(slots, before + (before >> 1));
    next = Arrays.copyOf(next, room);
    previous = Arrays.copyOf(previous, room);
    dueNanos = Arrays.copyOf(dueNanos, room);
    Arrays.fill(previous, before, room, DISARMED);
  }

  int armed() {
    return armed;
  }

  /// When the slot was last armed for.
  long dueNanos(int slot) {
    return dueNanos[slot];
  }

  void arm(int slot, long nanos) {
    disarm(slot);
    dueNanos[slot] = nanos;
    long tick = Math.max(tick(slot), currentTick + 1);
    int bucket = (int) (tick & (BUCKETS - 1));
    int head = heads[bucket];
    next[slot] = head;
    previous[slot] = ~bucket;
    if (head != NONE) {
      previous[head] = slot;
    }
    heads[bucket] = slot;
    armed++;
  }

  void disarm(int slot) {
    int before = previous[slot];
    if (before == DISARMED) {
      return;
    }
    previous[slot] = DISARMED;
    armed--;
    int after = next[slot];
    if (before >= 0) {
      next[before] = after;
    } else {
      heads[~before] = after;
    }
    if (after != NONE) {
      previous[after] = before;
    }
  }

  /// Fires all that is due. The consumer may arm and disarm at will.
  void advance(long nowNanos, IntConsumer due) {
    long target = Math.floorDiv(nowNanos - originNanos, TICK_NANOS);
    if (target <= currentTick) {
      return;
    }
    long first = currentTick + 1;
    long last = Math.min(target, currentTick + BUCKETS);
    currentTick = target;
    int count = 0;
    for (long tick = first; tick <= last; tick++) {
      count = collect((int) (tick & (BUCKETS - 1)), target, count);
    }
    for (int i = 0; i < count; i++) {
      due.accept(fired[i]);
    }
  }

  private int collect(int bucket, long target, int count) {
    int slot = heads[bucket];
    while (slot != NONE) {
      int after = next[slot];
      if (tick(slot) <= target) {
        disarm(slot);
        if (count == fired.length) {
          fired = Arrays.copyOf(fired, count * 2);
        }
        fired[count++] = slot;
      }
      slot = after;
    }
    return count;
  }

  private long tick(int slot) {
    return Math.ceilDiv(dueNanos[slot] - originNanos, TICK_NANOS);
  }
}
