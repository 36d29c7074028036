package dev.allwell.testkit.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// What a program has said so far, line by line, and who waits for a line of it. Any thread.
final class Said {
  /// Where a line was written to.
  enum To {
    OUT,
    ERR
  }

  private record Line(To to, String text) {}

  private record Waiter(Predicate<String> wanted, CompletableFuture<String> found) {}

  private final List<Line> lines = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean over;

  synchronized void add(To to, String text) {
    lines.add(new Line(to, text));
    waiters.removeIf(waiter -> waiter.wanted.test(text) && waiter.found.complete(text));
  }

  /// Nothing further will be said: whoever still waits does so in vain.
  synchronized void end() {
    over = true;
    waiters.forEach(waiter -> waiter.found.completeExceptionally(new Over()));
    waiters.clear();
  }

  /// The first line that is wanted, of those said and those to come; fails with `Over` when the
  /// program ended without one.
  synchronized CompletableFuture<String> first(Predicate<String> wanted) {
    CompletableFuture<String> found = new CompletableFuture<>();
    lines.stream().map(Line::text).filter(wanted).findFirst().ifPresent(found::complete);
    if (!found.isDone() && over) {
      found.completeExceptionally(new Over());
    } else if (!found.isDone()) {
      waiters.add(new Waiter(wanted, found));
    }
    return found;
  }

  synchronized List<String> lines() {
    return lines.stream().map(Line::text).toList();
  }

  synchronized List<String> lines(To to) {
    return lines.stream().filter(line -> line.to == to).map(Line::text).toList();
  }

  /// The program has closed its outputs.
  static final class Over extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
