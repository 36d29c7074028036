package dev.allwell.definition;

import dev.allwell.model.BodyExpect;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Conduct;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Request;
import dev.allwell.model.JsonScalar;
import dev.allwell.model.Secret;
import dev.allwell.model.StatusSet;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes the sections `http`, `expect` and `tls` of an http check.
final class HttpLeaves {
  /// Headers that are taken for secrets though nobody marked them as such.
  private static final Pattern SECRET =
      Pattern.compile("auth|cookie|token|secret|password|key|session", Pattern.CASE_INSENSITIVE);

  private static final int MOST_ZEROS = 30;

  private HttpLeaves() {}

  static void write(HttpCheck check, Leaves top) {
    var http = top.below("http");
    request(check.request(), http);
    conduct(check.conduct(), http);
    http.put("verify-tls", check.route().tls().verify(), true);
    top.put("http", http);
    expect(check.expect(), top);
    if (check.tls()) {
      Statements.tls(check, top);
    }
  }

  private static void request(Request request, Leaves http) {
    http.put("method", request.method(), Request.GET.method());
    request.host().ifPresent(host -> http.put("host", host));
    auth(request.auth(), http);
    var headers = http.below("headers");
    request
        .headers()
        .forEach((name, value) -> {
          if (SECRET.matcher(name).find()) {
            headers.secret(name, new Secret(value));
          } else {
            headers.put(name, value);
          }
        });
    http.put("headers", headers);
    var secrets = http.below("secret-headers");
    request.secretHeaders().forEach(secrets::secret);
    http.put("secret-headers", secrets);
    http.veiled("body", request.body());
  }

  private static void auth(HttpAuth auth, Leaves http) {
    var section = http.below("auth");
    switch (auth) {
      case HttpAuth.None _ -> {
        // nobody is named
      }
      case HttpAuth.Basic(String username, Secret password) -> {
        var basic = section.below("basic");
        basic.put("username", username);
        basic.secret("password", password);
        section.put("basic", basic);
      }
      case HttpAuth.Bearer(Secret token) -> section.secret("bearer", token);
    }
    http.put("auth", section);
  }

  private static void conduct(Conduct conduct, Leaves http) {
    Conduct usual = Conduct.DEFAULT;
    http.put("redirects", conduct.redirects(), usual.redirects());
    http.put("keep-alive", conduct.keepAlive(), usual.keepAlive());
    http.put("max-body", Sizes.text(conduct.maxBody()), Sizes.text(usual.maxBody()));
    http.put("version", conduct.version().code(), usual.version().code());
  }

  private static void expect(Expect expected, Leaves top) {
    var expect = top.below("expect");
    expect.put("status", statuses(expected.status()), statuses(StatusSet.SUCCESS));
    expect.put(
        "format", Statements.word(expected.format()), Statements.word(HttpCheck.Format.AUTO));
    body(expected.body(), expect);
    top.put("expect", expect);
  }

  private static List<Object> statuses(StatusSet set) {
    return set.ranges().stream()
        .<Object>map(
            range -> range.first() == range.last() ? (Object) range.first() : range.toString())
        .toList();
  }

  private static void body(BodyExpect expected, Leaves expect) {
    var body = expect.below("body");
    expected.contains().ifPresent(text -> body.put("contains", text));
    expected.regex().ifPresent(text -> body.put("regex", text));
    if (!expected.json().isEmpty()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      expected.json().forEach((path, value) -> json.put(path.toString(), plain(value)));
      body.put("json", json);
    }
    expect.put("body", body);
  }

  private static @Nullable Object plain(JsonScalar scalar) {
    return switch (scalar) {
      case JsonScalar.Text(String text) -> text;
      case JsonScalar.Flag(boolean flag) -> flag;
      case JsonScalar.Null() -> null;
      case JsonScalar.Numeric(BigDecimal number) ->
          number.scale() <= 0 && number.scale() >= -MOST_ZEROS
              ? (Object) number.toBigIntegerExact()
              : number;
    };
  }
}
