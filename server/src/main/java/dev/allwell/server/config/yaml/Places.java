package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Where in the files the path of a problem leads.
///
/// Paths are those of the readers: keys in their shown form with dots between, indices in brackets.
/// Since a key may hold dots and brackets itself, the longest key that fits is followed.
final class Places {
  private static final int MANY = 1000;

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
    var found = mapping.entries().size() > MANY ? named(mapping, keys) : fitting(mapping, keys);
    if (found.isEmpty()) {
      return new Place(at, walked + rest);
    }
    var entry = found.get().getValue();
    var shown = Section.shownKey(found.get().getKey());
    var next = walked + (walked.isEmpty() ? "" : ".") + shown;
    return below(entry.value(), entry.at(), keys.substring(shown.length()), next);
  }

  private static Optional<Map.Entry<String, Node.Entry>> fitting(
      Node.Mapping mapping, String keys) {
    return mapping.entries().entrySet().stream()
        .filter(entry -> fits(Section.shownKey(entry.getKey()), keys))
        .max(Comparator.comparingInt(entry -> Section.shownKey(entry.getKey()).length()));
  }

  /// In a map of very many keys none is looked for that is shown otherwise than it is written.
  private static Optional<Map.Entry<String, Node.Entry>> named(Node.Mapping mapping, String keys) {
    for (int end = keys.length(); end > 0; end--) {
      var key = keys.substring(0, end);
      var entry = fits(key, keys) ? mapping.entries().get(key) : null;
      if (entry != null && Section.shownKey(key).equals(key)) {
        return Optional.of(Map.entry(key, entry));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(String key, String keys) {
    return keys.startsWith(key) && (keys.length() == key.length() || ends(keys, key));
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
