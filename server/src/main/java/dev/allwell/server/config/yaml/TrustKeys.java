package dev.allwell.server.config.yaml;

import dev.allwell.definition.FileAccess;
import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.server.access.ConfiguredToken;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Token;
import dev.allwell.server.access.Trust;
import dev.allwell.server.config.HostName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads whom the server trusts: `trust-loopback`, `anonymous-read`, `hosts` and `tokens`.
final class TrustKeys {
  private static final int MOST = 1000;

  private final FileAccess files;
  private final Problems problems;
  private final BiConsumer<String, Section> tell;

  /// @param tell told of each token once it is read
  TrustKeys(FileAccess files, Problems problems, BiConsumer<String, Section> tell) {
    this.tell = tell;
    this.files = files;
    this.problems = problems;
  }

  Trust read(Section top, Trust fallback) {
    top.otherwise("hosts", fallback.hosts().stream().sorted().toList());
    top.otherwise("tokens", List.of());
    var hosts = top.list("hosts", MOST, (place, value) -> host(top, place, value));
    var tokens = tokens(top);
    return new Trust(
        top.flag("trust-loopback", fallback.loopback()),
        top.flag("anonymous-read", fallback.anonymousRead()),
        top.has("hosts") ? Set.copyOf(hosts) : fallback.hosts(),
        top.has("tokens") ? tokens : fallback.tokens());
  }

  private static Optional<String> host(Section top, String place, Object value) {
    var host = top.text(place, value);
    try {
      return host.map(HostName::parse);
    } catch (IllegalArgumentException e) {
      top.refuse(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private List<ConfiguredToken> tokens(Section top) {
    var names = new HashSet<String>();
    return top.list(
        "tokens",
        MOST,
        Shape.ANY,
        (place, value) -> {
          if (!(value instanceof Map<?, ?> keys)) {
            top.refuse(place, "expected a map with name, scope and hash-file");
            return Optional.empty();
          }
          var section = new Section(place, keys, problems, files);
          var token = token(section, names);
          tell.accept("tokens", section);
          return token;
        });
  }

  /// @param names of the tokens before it
  private static Optional<ConfiguredToken> token(Section keys, Set<String> names) {
    var name = keys.text("name");
    if (!keys.has("name")) {
      keys.refuse("name", "missing: expected a name such as \"ci\"");
    } else if (name.isPresent() && !Token.isName(name.get())) {
      keys.refuse("name", "expected letters, digits and \"._-\", at most 64");
    } else if (name.isPresent() && name.get().equals(Token.OWNERS)) {
      keys.refuse("name", "is the name of the automatic token");
    } else if (name.isPresent() && !names.add(name.get())) {
      keys.refuse("name", "is the name of another token too");
    }
    if (!keys.has("scope")) {
      keys.refuse("scope", "missing: expected one of " + Scope.codes());
    }
    var scope = keys.choice("scope", Scope.READ, Scope.values(), Scope::code);
    var hash = hash(keys);
    keys.refuseTheRest();
    return name.isPresent() && hash.isPresent()
        ? made(name.get(), scope, hash.get())
        : Optional.empty();
  }

  /// Not a secret: nobody finds the token to it, which is 256 random bits.
  private static Optional<String> hash(Section keys) {
    var hash = keys.textOrFile("hash");
    if (hash.isEmpty() && !keys.has("hash") && !keys.has("hash-file")) {
      keys.refuse("hash-file", "missing: expected a file with the hash of the token");
    }
    if (hash.isPresent() && !ConfiguredToken.isHash(hash.get())) {
      keys.refuse(
          keys.written("hash"),
          "expected the SHA-256 of a token, 64 hex digits: ./allwell token generate prints one");
      return Optional.empty();
    }
    return hash;
  }

  /// What is wrong with a name is told already.
  private static Optional<ConfiguredToken> made(String name, Scope scope, String hash) {
    return Token.isName(name) && !name.equals(Token.OWNERS)
        ? Optional.of(new ConfiguredToken(name, scope, hash))
        : Optional.empty();
  }
}
