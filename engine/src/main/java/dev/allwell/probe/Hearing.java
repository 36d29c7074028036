package dev.allwell.probe;

/// Whoever hears what a target says in its own words. They may hold anything, so an outcome, which
/// is shown to everybody, tells of them no more than how many there are and what they lack;
/// somebody who watches is shown their beginning.
@FunctionalInterface
interface Hearing {
  /// All that was heard so far; not used any more once something else was heard.
  CharSequence heard();
}
