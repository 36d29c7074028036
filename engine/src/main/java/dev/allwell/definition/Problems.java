package dev.allwell.definition;

import dev.allwell.model.Problem;
import java.util.ArrayList;
import java.util.List;

/// The problems found in one service or section so far; of a flood the first hundred are kept, and
/// the rest counted.
public final class Problems {
  static final int MOST = 100;
  private final List<Problem> found = new ArrayList<>();
  private int more;

  public void add(String path, String message) {
    if (found.size() < MOST) {
      found.add(new Problem(path, message));
    } else {
      more++;
    }
  }

  /// Whether further ones are counted alone.
  boolean full() {
    return found.size() >= MOST;
  }

  public boolean none() {
    return found.isEmpty();
  }

  public List<Problem> all() {
    var all = new ArrayList<>(found);
    if (more > 0) {
      all.add(new Problem("", "and " + more + " more problems"));
    }
    return all;
  }
}
