package dev.allwell.examples.service;

/// How many requests came, and how many of them were errors.
record Counts(long requests, long errors) {
  static final Counts NONE = new Counts(0, 0);

  Counts plus(boolean error) {
    return new Counts(requests + 1, errors + (error ? 1 : 0));
  }
}
