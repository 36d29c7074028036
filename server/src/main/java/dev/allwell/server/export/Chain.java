package dev.allwell.server.export;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/// Pieces of text one after another, each source asked only when its turn comes. (A stream's
/// `flatMap` would keep all of a source in memory when it is read by an iterator.)
final class Chain implements Iterator<String> {
  private final Iterator<Supplier<Iterator<String>>> rest;
  private Iterator<String> current = Collections.emptyIterator();

  Chain(List<Supplier<Iterator<String>>> sources) {
    this.rest = sources.iterator();
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && rest.hasNext()) {
      current = rest.next().get();
    }
    return current.hasNext();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all was read");
    }
    return current.next();
  }
}
