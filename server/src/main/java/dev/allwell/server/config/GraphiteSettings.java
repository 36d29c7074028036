package dev.allwell.server.config;

import dev.allwell.model.Endpoint;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where results go as Graphite's points, and how those are called.
///
/// @param addressOrNull where carbon listens for plain text; null for nowhere
/// @param prefix what each path begins with: parts of letters, digits, `_` and `-`, with dots
///   between them
/// @param environment what this installation is called; one such part
public record GraphiteSettings(
    @Nullable Endpoint addressOrNull, String prefix, String environment, Value value) {
  private static final Pattern PREFIX =
      Pattern.compile("[A-Za-z0-9_-]{1,64}(?:\\.[A-Za-z0-9_-]{1,64}){0,7}");
  private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Nothing goes anywhere. Needs the patterns above it.
  public static final GraphiteSettings OFF =
      new GraphiteSettings(null, "coco", "local", Value.HEALTH_IS_ZERO);

  /// Where carbon listens unless it is told otherwise.
  public static final int USUAL_PORT = 2003;

  public GraphiteSettings {
    checkPrefix(prefix);
    checkEnvironment(environment);
  }

  /// What a healthy result is.
  public enum Value {
    HEALTH_IS_ZERO("health-is-zero"),
    HEALTH_IS_ONE("health-is-one");

    private final String code;

    Value(String code) {
      this.code = code;
    }

    /// As it is written.
    public String code() {
      return code;
    }

    /// The number of a result.
    public int of(boolean healthy) {
      return switch (this) {
        case HEALTH_IS_ZERO -> healthy ? 0 : 1;
        case HEALTH_IS_ONE -> healthy ? 1 : 0;
      };
    }
  }

  /// Reads `host:port` or `[2001:db8::1]:port`.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static Endpoint address(String text) {
    return HostPort.parse(text, "127.0.0.1:2003");
  }

  /// A host and a port that stand apart, as the aggregate healthcheck had them.
  ///
  /// @param portOrNull null for the usual one
  /// @throws IllegalArgumentException saying what was expected
  public static Endpoint address(String host, @Nullable String portOrNull) {
    var port = portOrNull == null ? Integer.toString(USUAL_PORT) : portOrNull;
    return HostPort.of(host, port)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected a host without a port, and a port, as in carbon.test and 2003, got \""
                    + host
                    + "\" and \""
                    + port
                    + '"'));
  }

  /// The text, if it can be what each path begins with.
  ///
  /// @throws IllegalArgumentException saying what was expected, when it is none
  public static String checkPrefix(String text) {
    if (!PREFIX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected at most 8 parts of letters, digits, \"_\" and \"-\" with dots between them,"
              + " as in coco, got \""
              + text
              + '"');
    }
    return text;
  }

  /// The text, if an installation can be called so.
  ///
  /// @throws IllegalArgumentException saying what was expected, when it is none
  public static String checkEnvironment(String text) {
    if (!ENVIRONMENT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected at most 64 letters, digits, \"_\" and \"-\", as in prod-uk, got \""
              + text
              + '"');
    }
    return text;
  }

  /// Where carbon listens; empty for nowhere.
  public Optional<Endpoint> address() {
    return Optional.ofNullable(addressOrNull);
  }

  public GraphiteSettings to(Endpoint address) {
    return new GraphiteSettings(address, prefix, environment, value);
  }

  /// The same of an installation of another name.
  public GraphiteSettings named(String environment) {
    return new GraphiteSettings(addressOrNull, prefix, environment, value);
  }
}
