package dev.allwell.model;

import java.util.regex.Pattern;

/// What is shown in the place of what not everybody need know: secrets of a statement, and of a url
/// or a request's target the values in its query, since keys and tokens often stand in one.
public final class Veil {
  /// What stands for a value.
  public static final String MARK = "***";

  private static final Pattern COVERED =
      Pattern.compile(
          "http\\.((auth|headers|secret-headers)\\..*|body)|tcp\\.send(-hex)?|tls\\.key",
          Pattern.DOTALL);

  private Veil() {}

  /// Whether [#MARK] as the value of a statement's key stands for a secret, or for what may hold
  /// one. Of `url` and `proxy` it only ever hides a part.
  ///
  /// @param path of the key, `http.auth.bearer`
  public static boolean covers(String path) {
    return COVERED.matcher(path).matches();
  }

  /// With [#MARK] for each value in the query, and for what has no name: `/hook?token=***&***`.
  public static String over(String url) {
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    var shown = new StringBuilder(url.substring(0, query + 1));
    int from = query + 1;
    while (from < url.length()) {
      int end = url.indexOf('&', from);
      end = end < 0 ? url.length() : end;
      int equals = url.indexOf('=', from);
      if (equals >= 0 && equals < end) {
        shown.append(url, from, equals + 1).append(MARK);
      } else if (end > from) {
        shown.append(MARK);
      }
      if (end < url.length()) {
        shown.append('&');
      }
      from = end + 1;
    }
    return shown.toString();
  }
}
