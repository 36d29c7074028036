package dev.allwell.server.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names that requests may call this server by, so that no name of somebody else's can be bent
/// to it.
///
/// @param ours lower case, without a port; IPv6 literals in brackets
/// @param anyNumber whether addresses as numbers are ours as well, whichever: none of them can be
///   bent, and where others reach the server it need not know them all (behind a mapped port)
record HostNames(Set<String> ours, boolean anyNumber) {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");
  private static final Pattern NUMBER = Pattern.compile("\\[.*]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  HostNames {
    ours =
        Stream.concat(LOCAL.stream(), ours.stream().map(name -> name.toLowerCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What is wrong with the host that a request names.
  Optional<Refusal> refusal(HttpServerRequest request) {
    var named = request.headers().getAll(HttpHeaders.HOST);
    if (named.size() != 1) {
      return refuse(400, "exactly one Host header is needed");
    }
    var host = FORM.matcher(named.getFirst().toLowerCase(Locale.ROOT));
    if (!host.matches()) {
      return refuse(400, "the Host header is malformed");
    }
    if (host.group(2) != null && Integer.parseInt(host.group(2).substring(1)) > HIGHEST_PORT) {
      return refuse(400, "the Host header's port is beyond 65535");
    }
    var name = host.group(1);
    return ours.contains(name) || (anyNumber && NUMBER.matcher(name).matches())
        ? Optional.empty()
        : refuse(
            421,
            "the Host header names a host that is not this server's; further names are given by"
                + " --host");
  }

  private static Optional<Refusal> refuse(int status, String reason) {
    return Optional.of(new Refusal(status, reason));
  }
}
