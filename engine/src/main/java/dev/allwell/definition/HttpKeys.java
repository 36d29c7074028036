package dev.allwell.definition;

import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.HttpCheck.Request;
import dev.allwell.model.HttpCheck.Version;
import dev.allwell.model.StatusSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the sections `http` and `expect`.
final class HttpKeys {
  private static final String[] METHODS = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"
  };
  private static final Shape VERSION = new Shape.Either(List.of(Shape.TEXT, new Shape.Numeric()));
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int LARGEST_PORT = 65_535;

  private HttpKeys() {}

  static Request request(Section http) {
    String method = http.choice("method", Request.GET.method(), METHODS, Function.identity());
    HttpAuth auth = AuthKeys.read(http);
    var headers = new Headers(http);
    var request =
        new Request(
            method,
            http.text("host").flatMap(text -> host(http, text)).orElse(null),
            auth,
            headers.plain(),
            headers.secret(),
            http.text("body").orElse(""));
    headers.refuseTooMuch(http.has("auth"));
    return request;
  }

  static Conduct conduct(Section http) {
    return new Conduct(
        http.whole("redirects", Conduct.DEFAULT.redirects(), 0, Conduct.MOST_REDIRECTS),
        http.flag("keep-alive", Conduct.DEFAULT.keepAlive()),
        Sizes.read(
            http,
            "max-body",
            Conduct.DEFAULT.maxBody(),
            Conduct.SMALLEST_BODY,
            Conduct.LARGEST_BODY),
        version(http));
  }

  /// @param maxBody most bytes that a pattern may have to look through
  static Expect expect(Section expect, StatusSet fallback, int maxBody) {
    Format format =
        expect.choice(
            "format",
            Format.AUTO,
            Format.values(),
            choice -> choice.name().toLowerCase(Locale.ROOT));
    StatusSet status = Statuses.read(expect, "status", usualStatus(format, fallback));
    return new Expect(status, format, BodyKeys.read(expect, maxBody));
  }

  /// The statuses that are expected unless some are stated.
  static StatusSet usualStatus(Format format, StatusSet fallback) {
    return format == Format.FT ? StatusSet.OK : fallback;
  }

  static void refuseBodyOfHead(Request request, Expect expect, Section section) {
    if (!request.method().equals("HEAD")) {
      return;
    }
    if (expect.format() == Format.MONITOR || expect.format() == Format.FT) {
      section.refuse("format", "the answer to HEAD has no body that could be a document");
    }
    if (expect.body().some()) {
      section.refuse("body", "the answer to HEAD has no body");
    }
  }

  /// A number is taken for its text: in YAML both `1.1` and `2` are numbers.
  private static Version version(Section http) {
    http.otherwise("version", Conduct.DEFAULT.version().code());
    var value = http.value("version", VERSION);
    String text =
        value
            .filter(v -> v instanceof String || v instanceof Number)
            .map(Object::toString)
            .orElse("");
    for (Version version : Version.values()) {
      if (version.code().equalsIgnoreCase(text)) {
        return version;
      }
    }
    value.ifPresent(given ->
        http.refuse(
            "version",
            "expected one of "
                + String.join(", ", Arrays.stream(Version.values()).map(Version::code).toList())
                + ", got "
                + Quoted.of(given)));
    return Conduct.DEFAULT.version();
  }

  private static Optional<String> host(Section http, String text) {
    int colon = text.indexOf(':', text.startsWith("[") ? Math.max(0, text.indexOf(']')) : 0);
    String port = colon < 0 ? "" : text.substring(colon + 1);
    boolean good = PORT.matcher(port).matches() && Integer.parseInt(port) <= LARGEST_PORT;
    if (colon >= 0 && !good) {
      http.refuse("host", "expected a port from 1 to 65535, got " + Quoted.of(port));
      return Optional.empty();
    }
    try {
      String name = Host.read(colon < 0 ? text : text.substring(0, colon));
      String host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
      return Optional.of(colon < 0 ? host : host + ":" + port);
    } catch (MalformedUrl e) {
      http.refuse("host", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
