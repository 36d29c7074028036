package dev.allwell.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/// The places in flight of one lane, and who waits for them.
///
/// Suspects, the services whose last check timed out, may hold only a share of the places, so that
/// black holes cannot starve the rest. First come, first served within each kind. One thread.
final class Berths {
  private final int places;
  private final int suspectPlaces;
  private final Queue<Trial> waiting = new ArrayDeque<>();
  private final Queue<Trial> waitingSuspects = new ArrayDeque<>();
  private int taken;
  private int takenBySuspects;
  private boolean serving;

  /// @param places at least 1; three quarters of them, at least one, are open to suspects
  Berths(int places) {
    this.places = places;
    this.suspectPlaces = Math.max(1, places * 3 / 4);
  }

  /// How many of all places are one lane's: as many as any other's, the first have what is left
  /// over.
  ///
  /// @param all at least one a lane
  static int share(int all, int lanes, int index) {
    return all / lanes + (index < all % lanes ? 1 : 0);
  }

  /// Starts the trial now if there is a place, else when its turn comes.
  void admit(Trial trial, Consumer<Trial> start) {
    if (free(trial.suspect)) {
      take(trial);
      start.accept(trial);
    } else {
      (trial.suspect ? waitingSuspects : waiting).add(trial);
    }
  }

  /// Gives a place back, and to whoever waits.
  void leave(Trial trial, Consumer<Trial> start) {
    taken--;
    trial.placed = false;
    if (trial.suspect) {
      takenBySuspects--;
    }
    if (serving) {
      return; // a trial that ended while it was being started: the loop below goes on with the next
    }
    serving = true;
    try {
      serve(waiting, false, start);
      serve(waitingSuspects, true, start);
    } finally {
      serving = false;
    }
  }

  private void serve(Queue<Trial> queue, boolean suspect, Consumer<Trial> start) {
    while (free(suspect)) {
      var trial = queue.poll();
      if (trial == null) {
        return;
      }
      take(trial);
      start.accept(trial);
    }
  }

  private boolean free(boolean suspect) {
    return taken < places && (!suspect || takenBySuspects < suspectPlaces);
  }

  private void take(Trial trial) {
    taken++;
    trial.placed = true;
    if (trial.suspect) {
      takenBySuspects++;
    }
  }

  int taken() {
    return taken;
  }

  int takenBySuspects() {
    return takenBySuspects;
  }

  int waiting() {
    return waiting.size() + waitingSuspects.size();
  }
}
