package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Route;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.TcpCheck;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes a service as its keys: the inverse of [Definitions] with the defaults of the
/// configuration file.
///
/// The tree that comes out is of `String`, `Boolean`, `Integer`, `Long`, `Double`, `BigInteger`,
/// `BigDecimal`, `List` and `Map`, in the order in which a person would write it. Read again it
/// gives the same service, but for the url of one that registered itself without a path: there
/// stands the url that is really asked for. What the section `defaults` can say is always written:
/// wherever the keys are read, and whatever holds there, the service is the same.
public final class Statements {
  private static final int DNS_PORT = 53;

  private Statements() {}

  /// Every key with its value, defaults too.
  public static Map<String, Object> whole(Service service, Showing secrets) {
    return write(service, new Leaves("", true, secrets));
  }

  /// What must be said, and what `defaults` could say otherwise; all else is as it would be anyway.
  public static Map<String, Object> brief(Service service, Showing secrets) {
    return write(service, new Leaves("", false, secrets));
  }

  /// The id of the service that keys state: given, or made of the name; empty when there is none.
  public static Optional<String> id(Map<String, ?> keys) {
    return keys.get("id") instanceof String id
        ? Optional.of(id)
        : Optional.<Object>ofNullable(keys.get("name"))
            .filter(String.class::isInstance)
            .map(name -> Names.slug(Names.composed(String.valueOf(name))))
            .filter(Identity::isId);
  }

  private static Map<String, Object> write(Service service, Leaves top) {
    top.put("id", service.id(), Names.slug(service.name()));
    top.put("name", service.name());
    top.url("url", url(service));
    schedule(service.schedule(), top);
    rules(service.rules(), top);
    labels(service.labels(), top);
    route(service.check().route(), top);
    switch (service.check()) {
      case HttpCheck http -> HttpLeaves.write(http, top);
      case TcpCheck tcp -> TalkLeaves.write(tcp, top);
      case DnsCheck dns -> TalkLeaves.write(dns, port(service), top);
    }
    return top.keys();
  }

  /// The url as it was sent, or with the path that a bare one was given.
  private static String url(Service service) {
    String text = service.url();
    if (!(service.check() instanceof HttpCheck http)) {
      return text;
    }
    try {
      Url url = Url.read(text);
      String path = url.path().isEmpty() ? "/" : url.path();
      return http.path().equals(path + url.query()) ? text : origin(text) + http.path();
    } catch (MalformedUrl _) {
      return text; // nobody could have stated it
    }
  }

  private static String origin(String url) {
    int end = url.indexOf("//") + 2;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(0, end);
  }

  /// The port that the url of a dns check names; its kind's own when nobody can tell.
  private static int port(Service service) {
    try {
      return Url.read(service.url()).endpoint().port();
    } catch (MalformedUrl _) {
      return DNS_PORT;
    }
  }

  private static void schedule(Schedule schedule, Leaves top) {
    top.put("interval", Durations.text(schedule.interval()));
    top.put("timeout", Durations.text(schedule.timeout()));
    top.put("retries", schedule.retries());
    top.put("retry-backoff", Durations.text(schedule.retryBackoff()));
  }

  private static void rules(Rules rules, Leaves top) {
    top.put("failure-threshold", rules.failureThreshold());
    top.put("success-threshold", rules.successThreshold());
    top.put("error-rate-limit", rules.errorRateLimit());
    top.put("degraded-on", word(rules.basis()));
  }

  private static void labels(Labels labels, Leaves top) {
    top.put("groups", labels.groups(), List.of());
    top.put("categories", labels.categories(), List.of());
    top.put("attributes", labels.attributes(), Map.of());
    top.put("ack", labels.ack(), "");
  }

  private static void route(Route route, Leaves top) {
    top.put("ip", route.ip().code(), Route.DEFAULT.ip().code());
    route.resolver().ifPresent(server -> top.put("resolver", resolver(server)));
  }

  private static String resolver(Endpoint server) {
    return server.port() == DNS_PORT ? server.host() : server.toString();
  }

  /// How the section `tls` is written; `verify-tls` stands there where no http section has it.
  static void tls(Check check, Leaves top) {
    var settings = check.route().tls();
    var tls = top.below("tls");
    if (!(check instanceof HttpCheck)) {
      tls.put("verify-tls", settings.verify(), true);
    }
    tls.put("resume", settings.resume(), false);
    settings.serverName().ifPresent(name -> tls.put("server-name", name));
    settings.ca().ifPresent(ca -> tls.put("ca", ca));
    settings
        .client()
        .ifPresent(client -> {
          tls.put("certificate", client.chain());
          tls.secret("key", client.key());
        });
    top.put("tls", tls);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
