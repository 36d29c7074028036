package dev.allwell.server.store;

import dev.allwell.model.Sample;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Ticks on their way to the writer: bounded; when it is full, the oldest goes and is counted.
///
/// Any thread adds; the lock is held for a few instructions, also by the writer, who takes the
/// whole array away and leaves an empty one.
final class SampleQueue {
  private final int capacity;
  private long[] numbers;
  private @Nullable Sample[] samples;
  private int first;
  private int size;
  private long dropped;
  private @Nullable Batch spareOrNull;

  SampleQueue(int capacity) {
    this.capacity = capacity;
    this.numbers = new long[capacity];
    this.samples = new Sample[capacity];
  }

  /// Says whether the queue is just half full: time to wake the writer.
  synchronized boolean add(long number, Sample sample) {
    if (size == capacity) {
      first = (first + 1) % capacity;
      size--;
      dropped++;
    }
    int index = (first + size) % capacity;
    numbers[index] = number;
    samples[index] = sample;
    size++;
    return size * 2 == capacity;
  }

  /// At least half full.
  synchronized boolean crowded() {
    return size * 2 >= capacity;
  }

  synchronized int size() {
    return size;
  }

  synchronized long dropped() {
    return dropped;
  }

  /// Counts ticks that were taken and could not be kept.
  synchronized void lost(int ticks) {
    dropped += ticks;
  }

  /// All that waits. The batch is to be given back.
  synchronized Batch take() {
    var taken = new Batch(numbers, samples, first, size);
    var spare = spareOrNull;
    numbers = spare == null ? new long[capacity] : spare.numbers;
    samples = spare == null ? new Sample[capacity] : spare.samples;
    spareOrNull = null;
    first = 0;
    size = 0;
    return taken;
  }

  /// Lets the arrays of a batch be used again.
  synchronized void giveBack(Batch batch) {
    Arrays.fill(batch.samples, null);
    spareOrNull = batch;
  }

  /// Ticks in the order of their appends.
  static final class Batch {
    private final long[] numbers;
    private final @Nullable Sample[] samples;
    private final int first;
    private final int size;

    private Batch(long[] numbers, @Nullable Sample[] samples, int first, int size) {
      this.numbers = numbers;
      this.samples = samples;
      this.first = first;
      this.size = size;
    }

    int size() {
      return size;
    }

    long number(int index) {
      return numbers[at(index)];
    }

    Sample sample(int index) {
      var sample = samples[at(index)];
      if (sample == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return sample;
    }

    private int at(int index) {
      return (first + index) % samples.length;
    }
  }
}
