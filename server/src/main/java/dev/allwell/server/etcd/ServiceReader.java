package dev.allwell.server.etcd;

import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.definition.Section;
import dev.allwell.definition.Statements;
import dev.allwell.model.Ack;
import dev.allwell.model.Identity;
import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.etcd.Key.ServiceField;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the keys of one service. A path or category that cannot be is left out; without a url that
/// can be there is no service.
final class ServiceReader {
  private static final String USUAL_PATH = "/__health";

  /// What its body must be.
  private static final String FORMAT = "ft";

  private static final int MOST_CATEGORIES = 64;
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/]");

  private final Keyspace keyspace;
  private final Definitions definitions;
  private final Optional<String> router;

  ServiceReader(Keyspace keyspace, Definitions definitions, Optional<String> router) {
    this.keyspace = keyspace;
    this.definitions = definitions;
    this.router = router;
  }

  /// What became of a service's keys.
  ///
  /// @param serviceOrNull null when there is no way to check it
  /// @param unreadableIdOrNull its id then; null also when none can be made of its name
  record Read(
      @Nullable Service serviceOrNull,
      @Nullable String unreadableIdOrNull,
      List<Problem> problems) {
    Read {
      problems = List.copyOf(problems);
    }

    Optional<Service> service() {
      return Optional.ofNullable(serviceOrNull);
    }

    Optional<String> unreadableId() {
      return Optional.ofNullable(unreadableIdOrNull);
    }
  }

  Read read(String name, Map<ServiceField, Held> values) {
    return new One(name, values).read();
  }

  /// Whether services can name a category so.
  static boolean isCategory(String name) {
    return Identity.isName(name)
        && name.strip().equals(name)
        && !name.contains(",")
        && !name.equals(".")
        && !name.equals("..");
  }

  /// What is acknowledged with a text; empty for nothing.
  static String message(String text) {
    var message = text.strip();
    return message.length() > Ack.LONGEST_MESSAGE
        ? message.substring(0, Ack.LONGEST_MESSAGE)
        : message;
  }

  private final class One {
    private final String name;
    private final Map<ServiceField, Held> values;
    private final List<Problem> problems = new ArrayList<>();

    private One(String name, Map<ServiceField, Held> values) {
      this.name = name;
      this.values = values;
    }

    private Read read() {
      var url = text(ServiceField.URL, "there is nothing to check").map(String::strip);
      if (url.isEmpty() && values.containsKey(ServiceField.URL)) {
        return none();
      }
      var origin = url.filter(it -> !it.isEmpty()).or(() -> router);
      if (origin.isEmpty()) {
        note(
            ServiceField.URL,
            "missing: expected where the service is, such as \"http://shop:8080\"");
        return none();
      }
      return at(origin.get(), url.isEmpty() || url.get().isEmpty());
    }

    /// @param routed whether it is reached through the router
    private Read at(String origin, boolean routed) {
      if (!ORIGIN.matcher(origin).lookingAt()) {
        note(ServiceField.URL, "expected a url that begins with http:// or https:// and a host");
        return none();
      }
      if (origin.indexOf('?') >= 0 || origin.indexOf('#') >= 0) {
        note(ServiceField.URL, "expected a url without query: what it ends with is its path's key");
        return none();
      }
      var base = origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
      base = routed ? base + "/health/" + name : base;
      var categories = categories();
      var path = path();
      var read = definition(base + path, routed, categories);
      if (read instanceof Definition.Refused && !path.equals(USUAL_PATH)) {
        var usual = definition(base + USUAL_PATH, routed, categories);
        if (usual instanceof Definition.Defined) {
          note(ServiceField.PATH, "is no path of a url; " + USUAL_PATH + " holds");
          read = usual;
        }
      }
      return switch (read) {
        case Definition.Defined(var service) -> new Read(acked(service), null, problems);
        case Definition.Refused(var wrong) -> {
          wrong.forEach(problem -> problems.add(new Problem(key(problem), problem.message())));
          yield none();
        }
      };
    }

    private String key(Problem problem) {
      return problem.path().equals("url")
          ? keyspace.service(name, ServiceField.URL)
          : keyspace.service(name);
    }

    private Definition definition(String url, boolean routed, List<String> categories) {
      return definitions.read(
          Map.of(
              "name", name,
              "url", url,
              "categories", categories,
              "http", routed ? Map.of("host", name) : Map.of(),
              "expect", Map.of("format", FORMAT)),
          Source.ETCD);
    }

    private String path() {
      var path = text(ServiceField.PATH, USUAL_PATH + " holds").map(String::strip).orElse("");
      if (path.isEmpty() || path.startsWith("/")) {
        return path.isEmpty() ? USUAL_PATH : path;
      }
      note(
          ServiceField.PATH,
          "expected a path that begins with \"/\", got %s; %s holds"
              .formatted(Section.shown(path), USUAL_PATH));
      return USUAL_PATH;
    }

    private List<String> categories() {
      var said = text(ServiceField.CATEGORIES, "it is in the category default alone").orElse("");
      var names = new LinkedHashSet<String>();
      for (var part : said.split(",", -1)) {
        var category = Normalizer.normalize(part.strip(), Normalizer.Form.NFC);
        if (isCategory(category) && names.size() < MOST_CATEGORIES) {
          names.add(category);
        } else if (!category.isEmpty()) {
          note(
              ServiceField.CATEGORIES,
              names.size() < MOST_CATEGORIES
                  ? Section.shown(category) + " is no name of a category and is left out"
                  : "has more than 64 names: the first ones hold");
        }
      }
      return List.copyOf(names);
    }

    private Service acked(Service service) {
      var ack = message(text(ServiceField.ACK, "nothing is acknowledged").orElse(""));
      return ack.isEmpty()
          ? service
          : new Service(
              service.identity(),
              service.source(),
              service.check(),
              service.schedule(),
              service.rules(),
              service.labels().acked(ack));
    }

    private Read none() {
      return new Read(null, Statements.id(Map.of("name", name)).orElse(null), problems);
    }

    /// Empty when the key is not there, or cannot be read.
    private Optional<String> text(ServiceField field, String otherwise) {
      var held = values.get(field);
      if (held == null) {
        return Optional.empty();
      }
      if (!held.readable()) {
        note(field, held.fault() + "; " + otherwise);
        return Optional.empty();
      }
      return Optional.of(held.text());
    }

    private void note(ServiceField field, String message) {
      var problem = new Problem(keyspace.service(name, field), message);
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
    }
  }
}
