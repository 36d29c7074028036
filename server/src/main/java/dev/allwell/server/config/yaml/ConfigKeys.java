package dev.allwell.server.config.yaml;

import dev.allwell.definition.ConventionKeys;
import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.definition.FileAccess;
import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Canary;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.MetricsSettings;
import dev.allwell.server.config.Neighbours;
import dev.allwell.server.config.Outward;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.Settings;
import dev.allwell.server.config.Stated;
import dev.allwell.server.config.Storage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the keys of a configuration: those of the server itself, and through [Definitions] those
/// of its services. What is wrong is noted and the rest read on.
final class ConfigKeys {
  static final int MOST_SERVICES = 1_000_000;
  private static final String SQLITE = "sqlite:";
  private static final int MOST_CANARIES = 64;
  private static final int MOST_LABELS = 32;
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");
  private static final Shape CONCURRENCY =
      new Shape.Either(
          List.of(
              new Shape.Choice(List.of("auto")), new Shape.Whole(1, Settings.MOST_CONCURRENCY)));

  private final Config base;
  private final Overrides flags;
  private final FileAccess files;
  private final Problems problems;
  private final BiConsumer<String, String> services;
  private final BiConsumer<String, Section> tell;

  /// @param base what holds for keys that are not there
  /// @param flags what holds for services whatever the keys of the defaults say
  /// @param services told of what is wrong with a service: the path and the message
  /// @param tell told of each element of the lists `services` and `tokens` once it is read
  ConfigKeys(
      Config base,
      Overrides flags,
      FileAccess files,
      Problems problems,
      BiConsumer<String, String> services,
      BiConsumer<String, Section> tell) {
    this.tell = tell;
    this.base = base;
    this.flags = flags;
    this.files = files;
    this.problems = problems;
    this.services = services;
  }

  /// @param top the whole, which reports to the problems of this
  Config read(Section top) {
    var settings = settings(top);
    var section = top.section("defaults");
    var defaults = flags.over(base.defaults().but(section));
    section.refuseTheRest();
    var metrics = metrics(top);
    var neighbours =
        new Neighbours(GraphiteKeys.read(top, base.graphite()), EtcdKeys.read(top, base.etcd()));
    var limits = LimitKeys.read(top.section("limits"), base.limits());
    var all = services(top, defaults);
    var stated = new Stated(all, AggregateKeys.categories(top), AggregateKeys.clusterAck(top));
    var conventions = ConventionKeys.read(top, base.conventions());
    top.refuseTheRest();
    return new Config(
        settings, metrics, neighbours, limits, defaults, stated, conventions, base.installation());
  }

  private Settings settings(Section top) {
    var fallback = base.settings();
    var canaries = canaries(top);
    top.otherwise("listen", fallback.listen().toString());
    if (fallback.storage().ledger().isEmpty()) { // else no folder holds
      top.otherwise("data", fallback.storage().data().toString());
    }
    top.otherwise("concurrency", fallback.concurrency());
    top.otherwise("canaries", fallback.canaries().stream().map(Endpoint::toString).toList());
    return new Settings(
        read(top, "listen", Address::parse).orElse(fallback.listen()),
        storage(top, fallback.storage()),
        concurrency(top, fallback.concurrency()),
        new Outward(
            canaries.isEmpty() && !top.has("canaries") ? fallback.canaries() : canaries,
            EgressKeys.read(top.section("egress"), fallback.outward().policy())),
        new TrustKeys(files, problems, tell).read(top, fallback.trust()),
        fallback.rhythm());
  }

  private static Storage storage(Section top, Storage fallback) {
    var place = read(top, "data", ConfigKeys::folder).map(fallback::in).orElse(fallback);
    var section = top.section("storage");
    var usual = Optional.ofNullable(place.ledgerOrNull()).orElse(Storage.USUAL_LEDGER);
    section.otherwise("url", SQLITE + usual);
    var ledger = read(section, "url", ConfigKeys::ledger);
    var retention = RetentionKeys.read(section, fallback.retention());
    section.refuseTheRest();
    return ledger.map(place::with).orElse(place).with(retention);
  }

  private static Path ledger(String text) {
    var name = text.startsWith(SQLITE) ? text.substring(SQLITE.length()) : "";
    try {
      var file = Path.of(name);
      if (!name.isEmpty() && (file.isAbsolute() || file.getNameCount() == 1)) {
        return file;
      }
    } catch (InvalidPathException _) {
      // told below
    }
    throw new IllegalArgumentException(
        "expected sqlite: and a file of the data folder or an absolute path, as"
            + " \"sqlite:ledger.db\"");
  }

  private static Path folder(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException _) {
      // told below
    }
    throw new IllegalArgumentException("expected the path of a folder");
  }

  private static int concurrency(Section top, int fallback) {
    var value = top.value("concurrency", CONCURRENCY);
    if (value.isEmpty()) {
      return fallback;
    }
    if (value.get().equals("auto")) {
      return Settings.autoConcurrency();
    }
    if (value.get() instanceof Long number && number >= 1 && number <= Settings.MOST_CONCURRENCY) {
      return number.intValue();
    }
    top.refuse(
        "concurrency",
        "expected auto or a whole number from 1 to 9999999, got " + Section.shown(value.get()));
    return fallback;
  }

  private static List<Endpoint> canaries(Section top) {
    return top.list(
        "canaries",
        MOST_CANARIES,
        (place, value) ->
            top.text(place, value).flatMap(text -> parse(top, place, text, Canary::parse)));
  }

  private MetricsSettings metrics(Section top) {
    var metrics = top.section("metrics");
    metrics.otherwise("labels", base.metrics().labels());
    var fallback = base.metrics().json() ? "json" : "prometheus";
    var form =
        metrics.choice(
            "default", fallback, new String[] {"prometheus", "json"}, Function.identity());
    var labels =
        metrics.list(
            "labels",
            MOST_LABELS,
            (place, value) ->
                metrics.text(place, value).filter(text -> label(metrics, place, text)));
    metrics.refuseTheRest();
    return new MetricsSettings(
        form.equals("json"),
        metrics.has("labels") ? labels.stream().distinct().toList() : base.metrics().labels());
  }

  private static boolean label(Section metrics, String place, String text) {
    if (LABEL.matcher(text).matches() && !text.startsWith("__") && !text.equals("service")) {
      return true;
    }
    metrics.refuse(
        place,
        "expected an attribute whose name can be a label: letters, digits and \"_\", and not"
            + " \"service\"");
    return false;
  }

  private List<Service> services(Section top, Defaults defaults) {
    top.otherwise("services", List.of());
    var definitions = new Definitions(defaults, files);
    var ids = new HashMap<String, String>();
    var names = new HashMap<String, String>();
    return top.list(
        "services",
        MOST_SERVICES,
        Shape.ANY,
        (place, value) -> {
          if (!(value instanceof Map<?, ?> keys)) {
            top.refuse(place, "expected a map with name and url, got " + Section.shown(value));
            return Optional.empty();
          }
          var service = service(definitions, place, keys);
          service.ifPresent(read -> {
            once(ids, read.id(), place, "id");
            once(names, read.name(), place, "name");
          });
          return service;
        });
  }

  private Optional<Service> service(Definitions definitions, String place, Map<?, ?> keys) {
    var wrong = new Problems();
    var section = new Section("", keys, wrong, files);
    var definition = definitions.read(section, wrong, Source.FILE);
    tell.accept("services", section);
    return switch (definition) {
      case Definition.Defined(var service) -> Optional.of(service);
      case Definition.Refused(var found) -> {
        for (var problem : found) {
          var path = problem.path().isEmpty() ? place : place + "." + problem.path();
          services.accept(path, problem.message());
        }
        yield Optional.empty();
      }
    };
  }

  private void once(Map<String, String> seen, String text, String place, String key) {
    var before = seen.putIfAbsent(text, place);
    if (before != null) {
      services.accept(
          place + "." + key,
          "%s is the %s of another service too".formatted(Section.shown(text), key));
    }
  }

  static <T> Optional<T> read(Section section, String key, Function<String, T> parse) {
    return section.text(key).flatMap(text -> parse(section, key, text, parse));
  }

  private static <T> Optional<T> parse(
      Section section, String key, String text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      section.refuse(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
