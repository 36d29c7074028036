package dev.allwell.server.etcd;

import dev.allwell.server.etcd.Key.CategoryField;
import dev.allwell.server.etcd.Key.ServiceField;
import java.util.List;
import java.util.Optional;

/// Which keys are read, and what each is about: those of the aggregate healthcheck, under a prefix.
///
/// @param prefix of all of them; does not end with a slash
record Keyspace(String prefix) {
  private static final String SERVICES = "/healthcheck/";
  private static final String CATEGORIES = "/healthcheck-categories/";
  private static final String WHOLE = "/config/aggregate-healthcheck/cluster-ack";

  /// Keys from one, included, to another, not included.
  record Range(String from, String to) {}

  /// All that is read: what else lies under the prefix is never asked for.
  List<Range> ranges() {
    return List.of(below(CATEGORIES), below(SERVICES), new Range(whole(), whole() + '\0'));
  }

  private Range below(String folder) {
    var from = prefix + folder;
    return new Range(from, from.substring(0, from.length() - 1) + '0'); // what follows a slash
  }

  /// What a key is about; empty for a stray one.
  Optional<Key> key(String text) {
    if (text.equals(whole())) {
      return Optional.of(new Key.OfTheWhole());
    }
    if (text.startsWith(prefix + SERVICES)) {
      var parts = parts(text, SERVICES);
      return parts.isEmpty()
          ? Optional.empty()
          : ServiceField.of(parts.get(1)).map(field -> new Key.OfService(parts.get(0), field));
    }
    if (text.startsWith(prefix + CATEGORIES)) {
      var parts = parts(text, CATEGORIES);
      return parts.isEmpty()
          ? Optional.empty()
          : CategoryField.of(parts.get(1)).map(field -> new Key.OfCategory(parts.get(0), field));
    }
    return Optional.empty();
  }

  /// Name and field; nothing when there are not exactly these two.
  private List<String> parts(String text, String folder) {
    int begin = prefix.length() + folder.length();
    int slash = text.indexOf('/', begin);
    return slash <= begin || text.indexOf('/', slash + 1) >= 0
        ? List.of()
        : List.of(text.substring(begin, slash), text.substring(slash + 1));
  }

  /// What the keys of a service begin with.
  String service(String name) {
    return prefix + SERVICES + name;
  }

  String service(String name, ServiceField field) {
    return service(name) + "/" + field.code();
  }

  /// What the keys of a category begin with.
  String category(String name) {
    return prefix + CATEGORIES + name;
  }

  String category(String name, CategoryField field) {
    return category(name) + "/" + field.code();
  }

  String whole() {
    return prefix + WHOLE;
  }
}
