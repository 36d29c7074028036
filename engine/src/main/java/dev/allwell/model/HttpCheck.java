package dev.allwell.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A check over HTTP/1.1, with TLS or without.
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
  /// @param headers in the order given, none of those that the connection itself needs
  /// @param body UTF-8; empty for none
  public record Request(String method, Map<String, String> headers, String body) {
    public static final Request GET = new Request("GET", Map.of(), "");

    public Request {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
  }

  /// What must come back.
  ///
  /// @param status the statuses that are expected
  /// @param format how a body is read
  public record Expect(StatusSet status, Format format) {
    public static final Expect SUCCESS = new Expect(StatusSet.SUCCESS, Format.AUTO);
  }

  /// How the probe behaves on the wire.
  ///
  /// @param redirects most hops followed, 0 to 10
  /// @param keepAlive reuse a connection (cheaper) instead of a fresh one (the truth)
  public record Conduct(int redirects, boolean keepAlive) {
    public static final int MOST_REDIRECTS = 10;
    public static final Conduct DEFAULT = new Conduct(3, false);

    public Conduct {
      if (redirects < 0 || redirects > MOST_REDIRECTS) {
        throw new IllegalArgumentException("redirects: " + redirects + " is not within 0 and 10");
      }
    }
  }

  /// How the body of an answer is understood.
  public enum Format {
    /// A known health document is used if the body is one; anything else is just a body.
    AUTO,
    /// The body is not looked at.
    NONE,
    /// The body must be a service-monitor document.
    MONITOR
  }
}
