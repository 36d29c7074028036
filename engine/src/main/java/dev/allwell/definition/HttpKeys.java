package dev.allwell.definition;

import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.HttpCheck.Request;
import dev.allwell.model.StatusSet;
import java.util.Locale;
import java.util.function.Function;

/// Reads the sections `http` and `expect`.
final class HttpKeys {
  private static final String[] METHODS = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"
  };

  private HttpKeys() {}

  static Request request(Section http) {
    String method = http.choice("method", Request.GET.method(), METHODS, Function.identity());
    return new Request(method, Headers.read(http), http.text("body").orElse(""));
  }

  static Conduct conduct(Section http) {
    return new Conduct(
        http.whole("redirects", Conduct.DEFAULT.redirects(), 0, Conduct.MOST_REDIRECTS),
        http.flag("keep-alive", Conduct.DEFAULT.keepAlive()));
  }

  static Expect expect(Section expect, StatusSet fallback) {
    StatusSet status = Statuses.read(expect, "status", fallback);
    return new Expect(
        status,
        expect.choice(
            "format",
            Format.AUTO,
            Format.values(),
            format -> format.name().toLowerCase(Locale.ROOT)));
  }
}
