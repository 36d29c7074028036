package dev.allwell.engine;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which cell sits in which slot of a lane, and the trial that each has under way. One thread.
final class Slots {
  private Board.@Nullable Cell[] cells = new Board.Cell[0];
  private @Nullable Trial[] trials = new Trial[0];
  private int[] free = new int[0];
  private int freed;
  private int size;

  /// Gives the cell a slot, which it remembers.
  int take(Board.Cell cell) {
    int slot = freed > 0 ? free[--freed] : size++;
    if (slot >= cells.length) {
      int room = Math.max(64, cells.length + (cells.length >> 1));
      cells = Arrays.copyOf(cells, room);
      trials = Arrays.copyOf(trials, room);
    }
    cells[slot] = cell;
    cell.slot(slot);
    return slot;
  }

  void free(int slot) {
    cells[slot] = null;
    trials[slot] = null;
    if (freed == free.length) {
      free = Arrays.copyOf(free, Math.max(64, freed * 2));
    }
    free[freed++] = slot;
  }

  Board.Cell cell(int slot) {
    return Objects.requireNonNull(cells[slot]);
  }

  @Nullable Trial trial(int slot) {
    return trials[slot];
  }

  void trial(int slot, @Nullable Trial trial) {
    trials[slot] = trial;
  }

  void forEachTrial(Consumer<Trial> reader) {
    for (var trial : trials) {
      if (trial != null) {
        reader.accept(trial);
      }
    }
  }

  /// One more than the highest slot ever taken.
  int size() {
    return size;
  }

  int used() {
    return size - freed;
  }
}
