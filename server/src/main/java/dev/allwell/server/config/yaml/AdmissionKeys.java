package dev.allwell.server.config.yaml;

import dev.allwell.definition.FileAccess;
import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.model.Identity;
import dev.allwell.server.config.Admission;
import dev.allwell.server.config.Token;
import dev.allwell.server.config.Token.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Reads who is let in: `trust-loopback`, `anonymous-read`, `hosts` and `tokens`.
final class AdmissionKeys {
  private static final int MOST = 1000;
  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}]");

  private final FileAccess files;
  private final Problems problems;
  private final BiConsumer<String, Section> tell;

  /// @param tell told of each token once it is read
  AdmissionKeys(FileAccess files, Problems problems, BiConsumer<String, Section> tell) {
    this.tell = tell;
    this.files = files;
    this.problems = problems;
  }

  Admission read(Section top, Admission fallback) {
    top.otherwise("hosts", fallback.hosts());
    top.otherwise("tokens", List.of());
    var hosts = top.list("hosts", MOST, (place, value) -> host(top, place, value));
    var tokens = tokens(top);
    return new Admission(
        top.flag("trust-loopback", fallback.trustLoopback()),
        top.flag("anonymous-read", fallback.anonymousRead()),
        top.has("hosts") ? hosts : fallback.hosts(),
        top.has("tokens") ? tokens : fallback.tokens());
  }

  private static Optional<String> host(Section top, String place, Object value) {
    var host = top.text(place, value).map(text -> text.toLowerCase(Locale.ROOT));
    if (host.isPresent() && !HOST.matcher(host.get()).matches()) {
      top.refuse(
          place,
          "expected a name such as \"watch.test\", without a port, got " + Section.shown(value));
      return Optional.empty();
    }
    return host;
  }

  private List<Token> tokens(Section top) {
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
  Optional<Token> token(Section keys, Set<String> names) {
    var name = keys.text("name");
    if (!keys.has("name")) {
      keys.refuse("name", "missing: expected a name such as \"ci\"");
    } else if (name.isPresent() && !Identity.isName(name.get())) {
      keys.refuse("name", "expected 1 to 128 printable characters");
    } else if (name.isPresent() && !names.add(name.get())) {
      keys.refuse("name", "is the name of another token too");
    }
    if (!keys.has("scope")) {
      keys.refuse("scope", "missing: expected one of read, register, write, admin");
    }
    var scope = keys.choice("scope", Scope.READ, Scope.values(), Scope::code);
    var hash = keys.secret("hash");
    if (hash.isEmpty() && !keys.has("hash") && !keys.has("hash-file")) {
      keys.refuse("hash-file", "missing: expected a file with the hash of the token");
    }
    keys.refuseTheRest();
    return name.isPresent() && hash.isPresent()
        ? Optional.of(new Token(name.get(), scope, hash.get()))
        : Optional.empty();
  }
}
