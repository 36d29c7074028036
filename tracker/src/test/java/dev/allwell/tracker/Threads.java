package dev.allwell.tracker;

import java.util.List;

/// What runs.
final class Threads {
  private Threads() {}

  static List<String> ofTrackers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("allwell-"))
        .toList();
  }

  static long of(String name) {
    return ofTrackers().stream().filter(name::equals).count();
  }
}
