package dev.allwell.engine;

import dev.allwell.probe.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// All lanes, and which of them a service belongs to.
final class Lanes {
  private final AtomicReferenceArray<Lane> lanes;
  private final Board board;
  private final IntFunction<Lane> make;

  /// @param make a lane by its index; also called to replace a failed one
  Lanes(int count, Board board, IntFunction<Lane> make) {
    this.board = board;
    this.lanes = new AtomicReferenceArray<>(count);
    this.make = make;
  }

  int count() {
    return lanes.length();
  }

  /// A fresh lane in a place; it is loaded between two batches, so that no difference is lost or
  /// applied twice.
  Lane renew(int index, Registry registry) {
    var lane = make.apply(index);
    registry.between(roster -> {
      var cells = new ArrayList<Board.Cell>();
      for (var cell : board.cells()) {
        if (of(cell) == index) {
          cells.add(cell);
        }
      }
      lane.load(cells);
      lanes.set(index, lane); // only now: a check asked for before would meet the old lane's slots
    });
    return lane;
  }

  /// On the registry's thread.
  void apply(Board.Placement placement) {
    for (int i = 0; i < lanes.length(); i++) {
      int index = i;
      var lane = lanes.get(index);
      if (lane == null) {
        continue; // not loaded yet: it will find the cells on the board
      }
      List<Board.Arrived> arrived =
          placement.arrived().stream().filter(arrival -> of(arrival.cell()) == index).toList();
      List<Board.Cell> departed =
          placement.departed().stream().filter(cell -> of(cell) == index).toList();
      if (!arrived.isEmpty() || !departed.isEmpty()) {
        lane.apply(arrived, departed);
      }
    }
  }

  /// Checks one service now; `told` is called when its state is on the board.
  void checkNow(Board.Cell cell, Runnable told) {
    var lane = lanes.get(of(cell));
    if (lane == null) {
      told.run();
      return;
    }
    lane.checkNow(cell, told);
  }

  /// As [#checkNow], but a check that begins so makes one attempt.
  void checkOnce(Board.Cell cell, Runnable told) {
    var lane = lanes.get(of(cell));
    if (lane == null) {
      told.run();
      return;
    }
    lane.checkOnce(cell, told);
  }

  /// As [#checkNow], and the check is watched; empty when there is no lane to watch it.
  void examine(Board.Cell cell, Consumer<Optional<Trace>> told) {
    var lane = lanes.get(of(cell));
    if (lane == null) {
      told.accept(Optional.empty());
      return;
    }
    lane.examine(cell, trace -> told.accept(Optional.of(trace)));
  }

  private int of(Board.Cell cell) {
    return Rhythm.lane(cell.registration().id(), lanes.length());
  }
}
