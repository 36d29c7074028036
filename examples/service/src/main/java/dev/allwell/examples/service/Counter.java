package dev.allwell.examples.service;

/// Counts requests and the errors among them. Any thread.
final class Counter {
  private final ErrorRule rule;
  private Counts counts = Counts.NONE;

  Counter(ErrorRule rule) {
    this.rule = rule;
  }

  /// Counts one request, its error included, and then tells the counts: the answer to a request
  /// speaks of that very request too.
  synchronized Seen count() {
    boolean error = rule.isError(counts.requests() + 1);
    counts = counts.plus(error);
    return new Seen(counts, error);
  }

  /// A request just counted: the counts that include it, and whether it was an error itself.
  record Seen(Counts counts, boolean error) {}
}
