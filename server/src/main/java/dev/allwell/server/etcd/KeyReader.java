package dev.allwell.server.etcd;

import dev.allwell.definition.Definitions;
import dev.allwell.model.Category;
import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import dev.allwell.server.etcd.Key.CategoryField;
import dev.allwell.server.etcd.Key.ServiceField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Keys in, statements out: the same for the same keys. It remembers what it read last, so that a
/// service whose keys are as they were is not read again. One thread.
final class KeyReader {
  private final Keyspace keyspace;
  private final ServiceReader services;
  private Map<String, Remembered> remembered = Map.of();

  /// @param definitions by which services are read
  /// @param router through which services are reached that name no url
  KeyReader(Keyspace keyspace, Definitions definitions, Optional<String> router) {
    this.keyspace = keyspace;
    this.services = new ServiceReader(keyspace, definitions, router);
  }

  private record Remembered(Map<ServiceField, Held> values, ServiceReader.Read read) {}

  Stated read(Picture picture) {
    var byService = new TreeMap<String, Map<ServiceField, Held>>();
    var byCategory = new TreeMap<String, Map<CategoryField, Held>>();
    @Nullable Held whole = null;
    for (var entry : picture.keys().entrySet()) {
      switch (keyspace.key(entry.getKey()).orElse(null)) {
        case Key.OfService(var name, var field) ->
            byService
                .computeIfAbsent(name, _ -> new EnumMap<>(ServiceField.class))
                .put(field, entry.getValue());
        case Key.OfCategory(var name, var field) ->
            byCategory
                .computeIfAbsent(name, _ -> new EnumMap<>(CategoryField.class))
                .put(field, entry.getValue());
        case Key.OfTheWhole() -> whole = entry.getValue();
        case null -> {}
      }
    }
    var problems = new ArrayList<Problem>();
    var categories = categories(byCategory, problems);
    var ack = whole == null ? "" : ack(whole, problems);
    return services(byService, categories, ack, problems);
  }

  private Stated services(
      Map<String, Map<ServiceField, Held>> byService,
      SortedMap<String, Category> categories,
      String ack,
      List<Problem> problems) {
    var next = new HashMap<String, Remembered>();
    var stated = new TreeMap<String, Service>();
    var unreadable = new HashSet<String>();
    byService.forEach((name, values) -> {
      var before = remembered.get(name);
      var now =
          before != null && before.values.equals(values)
              ? before
              : new Remembered(values, services.read(name, values));
      next.put(name, now);
      problems.addAll(now.read.problems());
      now.read
          .service()
          .ifPresent(service -> {
            var first = stated.putIfAbsent(service.id(), service);
            if (first != null) {
              problems.add(
                  new Problem(
                      keyspace.service(name),
                      "its id \"%s\" is that of the service \"%s\" too, which stays"
                          .formatted(service.id(), first.name())));
            }
          });
      now.read.unreadableId().ifPresent(unreadable::add);
    });
    remembered = next;
    return new Stated(stated, unreadable, categories, ack, problems);
  }

  private SortedMap<String, Category> categories(
      Map<String, Map<CategoryField, Held>> byCategory, List<Problem> problems) {
    var categories = new TreeMap<String, Category>();
    byCategory.forEach((name, values) -> {
      if (ServiceReader.isCategory(name)) {
        categories.put(name, new CategoryReader(keyspace, name, values, problems).read());
      } else {
        problems.add(
            new Problem(
                keyspace.category(name), "is no name of a category, and none is made of it"));
      }
    });
    return categories;
  }

  private String ack(Held whole, List<Problem> problems) {
    if (!whole.readable()) {
      problems.add(new Problem(keyspace.whole(), whole.fault() + "; nothing is acknowledged"));
    }
    return ServiceReader.message(whole.text());
  }
}
