package dev.allwell.definition;

import dev.allwell.model.Source;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The keys that the readers of a definition know, told by what they ask for.
public final class KnownKeys {
  private KnownKeys() {}

  /// The paths of all keys that are asked for when a service is read: `http.headers`.
  public static Set<String> askedFor(Map<String, ?> service, Defaults defaults, FileAccess files) {
    var problems = new Problems();
    var top = new Section("", service, problems, files);
    var _ = new Definitions(defaults, files).read(top, problems, Source.FILE);
    return top.asked().collect(Collectors.toCollection(TreeSet::new));
  }
}
