package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;

/// A JSON document around many items, one written at a time.
///
/// @param before opens the document
/// @param each writes an item
/// @param after closes the document
record JsonList<T>(Json.Part before, Iterator<? extends T> items, Item<T> each, Json.Part after)
    implements Outflow.Source {

  @Override
  public Outflow.Text open(OutputStream out) throws IOException {
    var json = Json.to(out);
    before.write(json);
    return () -> {
      boolean more = items.hasNext();
      if (more) {
        each.write(json, items.next());
      } else {
        after.write(json);
      }
      json.flush();
      return more;
    };
  }

  /// How an item is written.
  @FunctionalInterface
  interface Item<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }
}
