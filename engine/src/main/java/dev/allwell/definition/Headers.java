package dev.allwell.definition;

import dev.allwell.model.Secret;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The headers that a writer may add to a request (RFC 9110 §5); their values are never shown. One
/// instance reads one request.
final class Headers {
  private static final int MOST = 64;
  private static final int MOST_CHARACTERS = 16_384;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Set<String> CONNECTION =
      Set.of(
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "proxy-connection",
          "upgrade",
          "http2-settings",
          "te",
          "trailer",
          "expect");
  private static final String CLOUD = "metadata-flavor";
  private static final String CLOUD_TOKEN = "x-aws-ec2-metadata-token";
  private static final String FROM_FILE = "-file";

  private final Section http;
  private final Set<String> seen = new HashSet<>();
  private int count;
  private int length;

  Headers(Section http) {
    this.http = http;
  }

  /// Those under `headers`.
  Map<String, String> plain() {
    var headers = http.texts("headers", MOST, this::fault);
    headers.forEach(this::weigh);
    return headers;
  }

  /// Those under `secret-headers`, each value there or in the file that `NAME-file` names.
  Map<String, Secret> secret() {
    Section section = http.section("secret-headers");
    var names = new LinkedHashSet<String>();
    for (String key : section.names()) {
      names.add(
          key.endsWith(FROM_FILE) ? key.substring(0, key.length() - FROM_FILE.length()) : key);
    }
    var headers = new LinkedHashMap<String, Secret>();
    for (String name : names) {
      Optional<Secret> value = section.secret(name);
      if (!section.has(name) && !section.has(name + FROM_FILE)) {
        section.refuse(Quoted.key(name), "expected text, got nothing");
      }
      value
          .flatMap(given -> fault(name, given.reveal()))
          .ifPresentOrElse(
              message -> section.refuse(Quoted.key(name), message),
              () -> value.ifPresent(given -> headers.put(name, given)));
    }
    section.refuseTheRest();
    headers.forEach((name, value) -> weigh(name, value.reveal()));
    return headers;
  }

  /// Refuses too many of both. Comes last.
  void refuseTooMuch(boolean auth) {
    if (auth && seen.contains("authorization")) {
      http.refuse("auth", "expected one of auth and an Authorization header, got both");
    }
    if (count > MOST) {
      http.refuse("secret-headers", "expected at most 64 headers in all, got " + count);
    }
    if (length > MOST_CHARACTERS) {
      http.refuse("headers", "expected at most 16384 characters in all, got " + length);
    }
  }

  private void weigh(String name, String value) {
    count++;
    length += name.length() + value.length();
  }

  private Optional<String> fault(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!TOKEN.matcher(name).matches()) {
      return Optional.of("not a header name: expected letters, digits and hyphens");
    }
    if (lower.equals("host")) {
      return Optional.of(
          "the header " + name + " cannot be set here: it has its own key http.host");
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
