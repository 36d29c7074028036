package dev.allwell.server.config.yaml;

import java.util.List;
import java.util.Map;

/// A value as it was written, with its place. Aliases share nodes, so that what is said once is
/// held once.
sealed interface Node {
  Mark at();

  /// How many nodes it comes to when each alias is written out.
  long weight();

  /// How many nodes lie on the longest way down.
  int height();

  /// A text, as yet.
  ///
  /// @param plain whether it stands without quotes, so that it may be a number, a flag or nothing
  record Scalar(Mark at, String text, boolean plain) implements Node {
    @Override
    public long weight() {
      return 1;
    }

    @Override
    public int height() {
      return 1;
    }
  }

  /// A list.
  ///
  /// @param items each with its index in the list that it was written in
  record Sequence(Mark at, List<Item> items, long weight, int height) implements Node {}

  /// An element of a list.
  ///
  /// @param index in the list as it was written, before lists of several files became one
  record Item(int index, Node value) {}

  /// A section of keys.
  ///
  /// @param entries in the order written, those merged in last
  record Mapping(Mark at, Map<String, Entry> entries, long weight, int height) implements Node {}

  /// A key's value.
  ///
  /// @param at where the key stands
  record Entry(Mark at, Node value) {}
}
