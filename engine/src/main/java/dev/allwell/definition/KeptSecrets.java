package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import dev.allwell.model.TcpCheck;
import dev.allwell.model.TlsSettings;
import dev.allwell.model.Veil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A statement in which [Showing#MARK] stands for what is stored, with that put back: for secrets,
/// and for what [Showing#VEILED] hides.
///
/// They go nowhere else than before: the target and the way to it must stay the same, or whoever
/// may change a service could have its secrets sent to a place of his own.
///
/// @param keys the statement, with what was stored in the place of each mark that has a meaning
/// @param kept the paths where it was put back
/// @param problems a mark where nothing is stored
public record KeptSecrets(
    Map<String, @Nullable Object> keys, List<String> kept, List<Problem> problems) {
  /// Puts back what is stored.
  ///
  /// @param keys of the statement
  /// @param stored the service as it is; empty when there is none
  public static KeptSecrets of(Map<String, @Nullable Object> keys, Optional<Service> stored) {
    if (!holdsMark(keys)) {
      return new KeptSecrets(keys, List.of(), List.of());
    }
    var kept = new ArrayList<String>();
    var problems = new ArrayList<Problem>();
    Map<?, ?> shown =
        stored.map(service -> Statements.brief(service, Showing.VEILED)).orElse(Map.of());
    Map<?, ?> revealed =
        stored.map(service -> Statements.brief(service, Showing.REVEALED)).orElse(Map.of());
    return new KeptSecrets(
        new Walk(kept, problems).section("", keys, shown, revealed), kept, problems);
  }

  /// Most statements hold none, and many may come in one call.
  private static boolean holdsMark(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? map.values().stream().anyMatch(KeptSecrets::holdsMark)
        : value instanceof String text && text.contains(Showing.MARK);
  }

  /// What is wrong with a service that was read from the keys: secrets that were kept although they
  /// would go elsewhere.
  public List<Problem> misled(Service before, Service after) {
    if (kept.isEmpty() || sameWay(before.check(), after.check())) {
      return List.of();
    }
    return kept.stream()
        .filter(path -> !path.equals(ProxyKeys.KEY)) // it goes to the proxy, which is the same
        .map(path ->
            new Problem(
                path,
                "must be written anew: a stored secret is kept only where the target and the way to"
                    + " it stay as they are"))
        .toList();
  }

  private static boolean sameWay(Check before, Check after) {
    return before.getClass() == after.getClass()
        && before.endpoint().equals(after.endpoint())
        && encrypted(before) == encrypted(after)
        && before.route().ip() == after.route().ip()
        && named(before).equals(named(after))
        && before.route().resolver().equals(after.route().resolver())
        && before.route().proxy().equals(after.route().proxy())
        && trust(before).equals(trust(after));
  }

  /// What the request says that it wants to speak to.
  private static Optional<String> named(Check check) {
    return switch (check) {
      case HttpCheck http -> http.request().host();
      case TcpCheck _, DnsCheck _ -> Optional.empty();
    };
  }

  private static boolean encrypted(Check check) {
    return switch (check) {
      case HttpCheck http -> http.tls();
      case TcpCheck tcp -> tcp.tls();
      case DnsCheck dns -> dns.transport() == DnsCheck.Transport.TLS;
    };
  }

  private static TlsSettings trust(Check check) {
    var tls = check.route().tls();
    return new TlsSettings(tls.verify(), false, tls.serverNameOrNull(), tls.caOrNull(), null);
  }

  /// Goes through a statement beside the stored one, shown and revealed.
  private record Walk(List<String> kept, List<Problem> problems) {
    private Map<String, @Nullable Object> section(
        String path, Map<?, ?> given, Map<?, ?> shown, Map<?, ?> revealed) {
      var whole = new LinkedHashMap<String, @Nullable Object>();
      for (var entry : given.entrySet()) {
        String key = String.valueOf(entry.getKey());
        String place = path.isEmpty() ? key : path + "." + key;
        whole.put(key, value(place, key, entry.getValue(), shown, revealed));
      }
      return whole;
    }

    private @Nullable Object value(
        String place, String key, @Nullable Object given, Map<?, ?> shown, Map<?, ?> revealed) {
      if (given instanceof Map<?, ?> below) {
        return section(place, below, map(shown.get(key)), map(revealed.get(key)));
      }
      if (!(given instanceof String text && text.contains(Showing.MARK))) {
        return given;
      }
      var stored = revealed.get(key);
      if (given.equals(shown.get(key))) {
        if (!given.equals(stored)) {
          kept.add(place);
        }
        return stored;
      }
      boolean secret = given.equals(Showing.MARK) && Veil.covers(place);
      if (secret || (place.equals(ProxyKeys.KEY) && ProxyKeys.masked(text))) {
        problems.add(
            new Problem(place, "\"***\" stands for a secret that is stored, and there is none"));
      }
      return given;
    }

    private static Map<?, ?> map(@Nullable Object value) {
      return value instanceof Map<?, ?> map ? map : Map.of();
    }
  }
}
