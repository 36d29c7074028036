package dev.allwell.definition;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import dev.allwell.model.Secret;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads and writes the key `proxy`, `socks5://name:password@host:port`, of a service or of the
/// defaults; or in the file that `proxy-file` names. No message shows any of it, since what is
/// mistaken may well be the password.
public final class ProxyKeys {
  /// What takes the default away.
  static final String NONE = "none";

  static final String KEY = "proxy";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>[a-z0-9]+)://(?:(?<name>[^:@/]*):(?<password>.*)@)?(?<host>[^@/]+):(?<port>[0-9]{1,5})/?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MASKED =
      Pattern.compile("[a-z0-9]+://[^:@/]*:" + Pattern.quote(Showing.MARK) + "@.*");
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})|%");
  private static final String PLAIN = "[A-Za-z0-9._~*-]";
  private static final String WANTED =
      "expected none, socks5://host:port or http://host:port, with name:password@ before the host"
          + " where the proxy asks for them (in both, what is no letter or digit as %40)";

  private ProxyKeys() {}

  /// The proxy that a section names; the fallback when it names none.
  static @Nullable Proxy read(Section section, @Nullable Proxy fallbackOrNull) {
    Optional<Secret> written = section.secret(KEY);
    if (written.isEmpty()) {
      if (fallbackOrNull != null && !section.has(KEY + "-file")) {
        section.otherwise(KEY, text(fallbackOrNull, Showing.REDACTED));
      }
      return fallbackOrNull;
    }
    String text = written.get().reveal().strip();
    if (text.equalsIgnoreCase(NONE)) {
      section.shownAs(KEY, NONE);
      return null;
    }
    Optional<Proxy> read = parse(text);
    read.ifPresentOrElse(
        proxy -> section.shownAs(KEY, text(proxy, Showing.REDACTED)),
        () -> section.refuse(section.written(KEY), WANTED));
    return read.orElse(null);
  }

  /// The proxy that a text names, for flags: a `host:port` without a scheme speaks SOCKS 5, and
  /// `socks5h`, as some programs call it where the proxy resolves the names, is the same.
  ///
  /// @throws IllegalArgumentException when it names none; the text is not shown
  public static Proxy flag(String text) {
    String url = text.contains("://") ? text : Proxy.Kind.SOCKS5.scheme() + "://" + text;
    return parse(url.replaceFirst("(?i)^socks5h:", "socks5:"))
        .orElseThrow(() -> new IllegalArgumentException(WANTED));
  }

  /// As it is written in a definition; only the password is secret.
  static String text(Proxy proxy, Showing showing) {
    return proxy
        .login()
        .map(login -> {
          String shown = showing.text(KEY, login.password());
          return "%s://%s:%s@%s"
              .formatted(
                  proxy.kind().scheme(),
                  escaped(login.username()),
                  escaped(shown),
                  proxy.endpoint());
        })
        .orElseGet(proxy::origin);
  }

  /// Whether the password in a text stands for one that is stored.
  public static boolean masked(String text) {
    return MASKED.matcher(text).matches();
  }

  private static Optional<Proxy> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<Proxy.Kind> kind =
        Arrays.stream(Proxy.Kind.values())
            .filter(one -> one.scheme().equalsIgnoreCase(form.group("scheme")))
            .findFirst();
    int port = Integer.parseInt(form.group("port"));
    if (kind.isEmpty() || port < 1 || port > 65_535) {
      return Optional.empty();
    }
    try {
      var endpoint = new Endpoint(Host.read(form.group("host")), port);
      String name = form.group("name");
      return Optional.of(
          new Proxy(
              kind.get(),
              endpoint,
              name == null ? null : login(name, String.valueOf(form.group("password")))));
    } catch (MalformedUrl | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Proxy.Login login(String name, String password) {
    return new Proxy.Login(unescaped(name), new Secret(unescaped(password)));
  }

  /// @throws IllegalArgumentException when a percent sign escapes nothing
  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape -> {
          if (escape.group(1) == null) {
            throw new IllegalArgumentException("a percent sign alone");
          }
          return Matcher.quoteReplacement(
              Character.toString(Integer.parseInt(escape.group(1), 16)));
        });
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.chars()
        .forEach(c -> {
          String one = Character.toString(c);
          escaped.append(one.matches(PLAIN) ? one : "%%%02X".formatted(c));
        });
    return escaped.toString();
  }
}
