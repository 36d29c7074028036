package dev.allwell.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A check over HTTP, with TLS or without.
///
/// @param tls whether the scheme is https
/// @param path of the first request, with its query; begins with `/`
public record HttpCheck(
    boolean tls,
    Endpoint endpoint,
    String path,
    Request request,
    Expect expect,
    Conduct conduct,
    Route route)
    implements Check {

  public HttpCheck {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with /: " + path);
    }
  }

  /// One that says nothing but where to: all else by default.
  public static HttpCheck of(boolean tls, Endpoint endpoint, String path) {
    return new HttpCheck(
        tls, endpoint, path, Request.GET, Expect.SUCCESS, Conduct.DEFAULT, Route.DEFAULT);
  }

  public HttpCheck with(Request changed) {
    return new HttpCheck(tls, endpoint, path, changed, expect, conduct, route);
  }

  public HttpCheck with(Expect changed) {
    return new HttpCheck(tls, endpoint, path, request, changed, conduct, route);
  }

  public HttpCheck with(Conduct changed) {
    return new HttpCheck(tls, endpoint, path, request, expect, changed, route);
  }

  public HttpCheck with(Route changed) {
    return new HttpCheck(tls, endpoint, path, request, expect, conduct, changed);
  }

  /// What is sent.
  ///
  /// @param method upper case
  /// @param hostOrNull what the Host header says, `name` or `name:port`; null for the url's own
  /// @param headers in the order given, none of those that the connection itself needs
  /// @param secretHeaders likewise; sent to the first origin alone, shown to nobody
  /// @param body UTF-8; empty for none
  public record Request(
      String method,
      @Nullable String hostOrNull,
      HttpAuth auth,
      Map<String, String> headers,
      Map<String, Secret> secretHeaders,
      String body) {
    public static final Request GET = new Request("GET", Map.of(), "");

    public Request {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
      secretHeaders = Collections.unmodifiableMap(new LinkedHashMap<>(secretHeaders));
    }

    public Request(String method, Map<String, String> headers, String body) {
      this(method, null, HttpAuth.NONE, headers, Map.of(), body);
    }

    public Optional<String> host() {
      return Optional.ofNullable(hostOrNull);
    }

    /// Without the values of headers and the body: they may be secret, marked as such or not.
    @Override
    public String toString() {
      return "Request[" + method + " " + headers.keySet() + " " + secretHeaders.keySet() + "]";
    }
  }

  /// What must come back.
  ///
  /// @param status the statuses that are expected
  /// @param format how a body is read
  /// @param body what it must hold
  public record Expect(StatusSet status, Format format, BodyExpect body) {
    public static final Expect SUCCESS = new Expect(StatusSet.SUCCESS, Format.AUTO);

    public Expect(StatusSet status, Format format) {
      this(status, format, BodyExpect.NONE);
    }

    /// Whether the body is looked at.
    public boolean readsBody() {
      return format != Format.NONE || body.some();
    }

    /// Whether the outcome may hang on the body.
    public boolean needsBody() {
      return format == Format.MONITOR || format == Format.FT || body.some();
    }
  }

  /// How the probe behaves on the wire.
  ///
  /// @param redirects most hops followed, 0 to 10
  /// @param keepAlive reuse a connection (cheaper) instead of a fresh one (the truth)
  /// @param maxBody bytes kept of one body, decoded; at least 1 KiB, and no definition may ask for
  ///   more than 1 MiB
  public record Conduct(int redirects, boolean keepAlive, int maxBody, Version version) {
    public static final int MOST_REDIRECTS = 10;
    public static final int USUAL_BODY = 64 * 1024;
    public static final int SMALLEST_BODY = 1024;
    public static final int LARGEST_BODY = 1024 * 1024;
    public static final Conduct DEFAULT = new Conduct(3, false);

    public Conduct {
      if (redirects < 0 || redirects > MOST_REDIRECTS) {
        throw new IllegalArgumentException("redirects: " + redirects + " is not within 0 and 10");
      }
      if (maxBody < SMALLEST_BODY) {
        throw new IllegalArgumentException("max-body: " + maxBody);
      }
    }

    public Conduct(int redirects, boolean keepAlive) {
      this(redirects, keepAlive, USUAL_BODY, Version.HTTP_1_1);
    }
  }

  /// Which HTTP is spoken.
  public enum Version {
    /// HTTP/1.1; nothing is offered in the handshake.
    HTTP_1_1("1.1"),
    /// HTTP/2 and nothing else: agreed on in the handshake, or without TLS taken for granted.
    HTTP_2("2"),
    /// What the handshake agrees on; without TLS HTTP/1.1.
    AUTO("auto");

    private final String code;

    Version(String code) {
      this.code = code;
    }

    /// As it is written.
    public String code() {
      return code;
    }
  }

  /// How the body of an answer is understood.
  public enum Format {
    /// A known health document is used if the body is one; anything else is just a body.
    AUTO,
    /// The body is not looked at.
    NONE,
    /// The body must be a service-monitor document.
    MONITOR,
    /// The body must be an FT health document whose checks are all well.
    FT
  }
}
