package dev.allwell.model;

/// What is shown of a url or a request's target to those who need not know all of it: of a query
/// the names alone, since keys and tokens often stand in one.
public final class Veil {
  /// What stands for a value.
  public static final String MARK = "***";

  private Veil() {}

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
