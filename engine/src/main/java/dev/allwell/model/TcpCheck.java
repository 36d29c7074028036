package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A check that connects, shakes hands when TLS is asked for, and perhaps says and hears something.
///
/// @param tls whether a TLS handshake must succeed right after the connect
public record TcpCheck(Endpoint endpoint, boolean tls, Talk talk, Route route) implements Check {

  public TcpCheck {
    if (tls && talk.startTlsOrNull() != null) {
      throw new IllegalArgumentException("TLS from the start leaves nothing to turn to it");
    }
  }

  /// One that says nothing: all by default.
  public static TcpCheck of(Endpoint endpoint, boolean tls) {
    return new TcpCheck(endpoint, tls, Talk.NONE, Route.DEFAULT);
  }

  public TcpCheck with(Talk changed) {
    return new TcpCheck(endpoint, tls, changed, route);
  }

  public TcpCheck with(Route changed) {
    return new TcpCheck(endpoint, tls, talk, changed);
  }

  /// What happens on the connection once it stands, in this order.
  ///
  /// Bytes are texts of one character each (ISO 8859-1), so that equal talks are equal.
  ///
  /// @param startTlsOrNull the protocol in which TLS is agreed on first; null for none
  /// @param send bytes that are sent; empty for none
  /// @param expect a regular expression to be found in the bytes that come; empty for none
  public record Talk(@Nullable StartTls startTlsOrNull, String send, String expect) {
    public static final Talk NONE = new Talk(null, "", "");
    public static final int MOST_SENT = 8192;

    /// Bytes of what comes that are kept, and searched.
    public static final int MOST_HEARD = 16 * 1024;

    /// Stands before each pattern when it is compiled: `^` and `$` match at each line.
    public static final String BY_LINES = "(?m)";

    public Talk {
      if (send.length() > MOST_SENT || send.chars().anyMatch(c -> c > 0xff)) {
        throw new IllegalArgumentException("not at most 8192 bytes, one a character");
      }
    }

    public Optional<StartTls> startTls() {
      return Optional.ofNullable(startTlsOrNull);
    }
  }
}
