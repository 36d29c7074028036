package dev.allwell.server.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is wrong with the configuration, as far as it was read.
///
/// One line each: `file:line:column: path: message`; in the order of the files and their lines. Of
/// a flood the first ten thousand are kept, and the rest counted.
final class Flaws {
  private static final int MOST = 10_000;

  private record Flaw(Mark at, String text) {}

  private final List<Flaw> found = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private int more;

  /// @param path of the key; empty for the whole
  void add(Mark at, String path, String message) {
    if (found.size() < MOST) {
      paths.add(path);
      found.add(new Flaw(at, at + ": " + (path.isEmpty() ? message : path + ": " + message)));
    } else {
      more++;
    }
  }

  /// The paths of all keys that something is wrong with so far, of a flood those that are kept.
  Set<String> paths() {
    return Set.copyOf(paths);
  }

  int count() {
    return found.size() + more;
  }

  boolean none() {
    return found.isEmpty();
  }

  /// Each once: what is merged into many places is wrong in one.
  List<String> lines() {
    var lines =
        new ArrayList<>(
            found.stream()
                .sorted(
                    Comparator.comparing((Flaw flaw) -> flaw.at().file())
                        .thenComparingInt(flaw -> flaw.at().line())
                        .thenComparingInt(flaw -> flaw.at().column()))
                .map(Flaw::text)
                .distinct()
                .toList());
    if (more > 0) {
      lines.add("and " + more + " more problems");
    }
    return lines;
  }
}
