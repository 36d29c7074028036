package dev.allwell.probe;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/// How a body is coded (RFC 9110 §8.4). Pure.
sealed interface Coding {
  Coding PLAIN = new Plain();

  /// Not at all.
  record Plain() implements Coding {}

  /// By gzip (RFC 1952).
  record Gzip() implements Coding {}

  /// By deflate in its zlib form (RFC 1950), or without it, as some servers do.
  record Deflate() implements Coding {}

  /// In a way that is not read here.
  ///
  /// @param words for a person
  record Unread(String words) implements Coding {}

  int LONGEST_NAME = 20;

  static Coding of(HttpHeaders headers) {
    List<String> lines = headers.getAll(HttpHeaderNames.CONTENT_ENCODING);
    if (lines.isEmpty()) {
      return PLAIN;
    }
    List<String> names =
        List.of(String.join(",", lines).toLowerCase(Locale.ROOT).split(",")).stream()
            .map(String::strip)
            .filter(name -> !name.isEmpty() && !name.equals("identity"))
            .toList();
    if (names.size() > 1) {
      return new Unread("the body is coded more than once");
    }
    return names.isEmpty() ? PLAIN : of(names.getFirst());
  }

  private static Coding of(String name) {
    return switch (name) {
      case "gzip", "x-gzip" -> new Gzip();
      case "deflate" -> new Deflate();
      default -> {
        boolean plain =
            name.length() <= LONGEST_NAME
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-');
        yield new Unread(
            plain
                ? "the body is coded as " + name + ", which was not asked for"
                : "the body is coded in a way that was not asked for");
      }
    };
  }
}
