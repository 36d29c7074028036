package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;

/// Where in the files the path of a problem leads.
///
/// Paths are those of the readers: keys in their shown form with dots between, indices in brackets.
/// Since a key may hold dots and brackets itself, the longest key that fits is followed.
final class Places {
  private final Node.Mapping root;

  Places(Node.Mapping root) {
    this.root = root;
  }

  /// Where something stands, and its path as the file's writer would give it: with indices counted
  /// in the file.
  record Place(Mark at, String path) {}

  Place of(String path) {
    return below(root, root.at(), path, "");
  }

  /// The place in or at `node`; where the path leads on and the node does not, the node itself.
  private static Place below(Node node, Mark at, String rest, String walked) {
    return switch (node) {
      case Node.Mapping mapping -> inMapping(mapping, at, rest, walked);
      case Node.Sequence sequence -> inSequence(sequence, at, rest, walked);
      case Node.Scalar _ -> new Place(at, walked + rest);
    };
  }

  private static Place inMapping(Node.Mapping mapping, Mark at, String rest, String walked) {
    boolean dotted = rest.startsWith(".");
    var keys = dotted ? rest.substring(1) : rest;
    if (rest.isEmpty() || (!walked.isEmpty() && !dotted)) {
      return new Place(at, walked + rest);
    }
    Node.Entry found = null;
    var shown = "";
    for (var entry : mapping.entries().entrySet()) {
      var key = Section.shownKey(entry.getKey());
      boolean fits = keys.startsWith(key) && (keys.length() == key.length() || ends(keys, key));
      if (fits && (found == null || key.length() > shown.length())) {
        found = entry.getValue();
        shown = key;
      }
    }
    if (found == null) {
      return new Place(at, walked + rest);
    }
    var next = walked + (walked.isEmpty() ? "" : ".") + shown;
    return below(found.value(), found.at(), keys.substring(shown.length()), next);
  }

  private static boolean ends(String keys, String key) {
    char after = keys.charAt(key.length());
    return after == '.' || after == '[';
  }

  private static Place inSequence(Node.Sequence sequence, Mark at, String rest, String walked) {
    int close = rest.indexOf(']');
    if (!rest.startsWith("[") || close < 0) {
      return new Place(at, walked + rest);
    }
    int index = Integer.parseInt(rest, 1, close, 10);
    if (index >= sequence.items().size()) {
      return new Place(at, walked + rest);
    }
    var item = sequence.items().get(index);
    return below(
        item.value(),
        item.value().at(),
        rest.substring(close + 1),
        walked + "[" + item.index() + "]");
  }
}
