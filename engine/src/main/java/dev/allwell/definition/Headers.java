package dev.allwell.definition;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The headers that a writer may add to a request (RFC 9110 §5); their values are never shown.
final class Headers {
  private static final int MOST = 64;
  private static final int MOST_CHARACTERS = 16_384;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Set<String> CONNECTION =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "upgrade",
          "te",
          "trailer",
          "expect");
  private static final String CLOUD = "metadata-flavor";
  private static final String CLOUD_TOKEN = "x-aws-ec2-metadata-token";

  private Headers() {}

  static Map<String, String> read(Section http) {
    var seen = new HashSet<String>();
    var headers = http.texts("headers", MOST, (name, value) -> fault(name, value, seen));
    int length =
        headers.entrySet().stream()
            .mapToInt(h -> h.getKey().length() + h.getValue().length())
            .sum();
    if (length > MOST_CHARACTERS) {
      http.refuse("headers", "expected at most 16384 characters in all, got " + length);
    }
    return headers;
  }

  private static Optional<String> fault(String name, String value, Set<String> seen) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!TOKEN.matcher(name).matches()) {
      return Optional.of("not a header name: expected letters, digits and hyphens");
    }
    if (CONNECTION.contains(lower)) {
      return Optional.of("the header " + name + " cannot be set: the probe sets it as needed");
    }
    if (lower.equals(CLOUD) || lower.startsWith(CLOUD_TOKEN)) {
      return Optional.of(
          "the header " + name + " cannot be set: it unlocks the metadata of cloud machines");
    }
    if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
      return Optional.of("expected printable ASCII characters alone");
    }
    return seen.add(lower)
        ? Optional.empty()
        : Optional.of("the header " + name + " is there twice");
  }
}
