package dev.allwell.egress;

import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an answer of a proxy means: whether it did its part, and if not, of whom that speaks. No
/// words of the proxy's own are shown. Pure.
final class ProxyAnswer {
  private static final int DEEPEST = 10;

  private ProxyAnswer() {}

  /// What is wrong with a part of an answer; empty when nothing is.
  static Optional<Trouble> trouble(Object message, Proxy proxy) {
    if (message instanceof DecoderResultProvider decoded && decoded.decoderResult().isFailure()) {
      return failed("the proxy does not speak " + proxy.kind().scheme());
    }
    return switch (message) {
      case Socks5InitialResponse chosen -> method(chosen.authMethod(), proxy.login().isPresent());
      case Socks5PasswordAuthResponse login ->
          login.status().equals(Socks5PasswordAuthStatus.SUCCESS)
              ? Optional.empty()
              : failed("the proxy refuses the name and password");
      case Socks5CommandResponse reply -> reply(reply.status().byteValue() & 0xff);
      case HttpResponse answer -> status(answer.status().code());
      default -> Optional.empty();
    };
  }

  /// Whether after this part, in which nothing is wrong, the proxy is asked for the target.
  static boolean admits(Object message) {
    return message instanceof Socks5PasswordAuthResponse
        || (message instanceof Socks5InitialResponse chosen
            && chosen.authMethod().equals(Socks5AuthMethod.NO_AUTH));
  }

  /// What broke the talk off.
  ///
  /// @param lived whether the proxy had shown that it lives before it was asked for the target:
  ///   then it may have no other way to say that it got no connection
  static Trouble broken(@Nullable Throwable thrown, boolean lived) {
    String how = "the proxy closed without an answer";
    Throwable at = thrown;
    for (int i = 0; i < DEEPEST && at != null; i++) {
      if (!(at instanceof IOException)) {
        return new Trouble(Reason.PROXY_FAILED, "the proxy answers out of turn");
      }
      if (String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT).contains("connection reset")) {
        how = "the proxy reset the connection";
        break;
      }
      at = at.getCause();
    }
    return lived
        ? new Trouble(Reason.CONNECT_FAILED, how + " when it was asked for the target")
        : new Trouble(Reason.PROXY_FAILED, how);
  }

  private static Optional<Trouble> method(Socks5AuthMethod chosen, boolean named) {
    if (chosen.equals(Socks5AuthMethod.NO_AUTH)
        || (named && chosen.equals(Socks5AuthMethod.PASSWORD))) {
      return Optional.empty();
    }
    if (chosen.equals(Socks5AuthMethod.UNACCEPTED)) {
      return failed(
          named
              ? "the proxy takes no name and password"
              : "the proxy wants to know who asks: a name and password");
    }
    return failed("the proxy chose a way to log in that was not offered");
  }

  /// RFC 1928 §6. Of a reply 1 nobody knows whose failure it is; proxies in use give it for a name
  /// that does not exist, and a target that is gone must not stay unknown.
  private static Optional<Trouble> reply(int code) {
    return switch (code) {
      case 0 -> Optional.empty();
      case 1 ->
          target(
              Reason.CONNECT_FAILED, "the proxy got no connection and does not say why: reply 1");
      case 2 -> failed("the proxy's rules forbid the target (reply 2)");
      case 3 -> target(Reason.CONNECT_UNREACHABLE, "network unreachable, says the proxy");
      case 4 -> target(Reason.CONNECT_UNREACHABLE, "host unreachable, says the proxy");
      case 5 -> target(Reason.CONNECT_REFUSED, "connection refused, says the proxy");
      case 6 -> target(Reason.CONNECT_UNREACHABLE, "time to live exceeded, says the proxy");
      case 7 -> failed("the proxy opens no connections (reply 7)");
      case 8 -> failed("the proxy does not take this kind of address (reply 8)");
      default -> failed("the proxy answers with an unknown reply, " + code);
    };
  }

  private static Optional<Trouble> status(int code) {
    return switch (code) {
      case 200 -> Optional.empty();
      case 502, 503, 504 ->
          target(Reason.CONNECT_FAILED, "the proxy got no connection: it answers " + code);
      case 407 -> failed("the proxy wants another name and password (407)");
      default -> failed("the proxy answers CONNECT with " + code);
    };
  }

  private static Optional<Trouble> target(Reason reason, String detail) {
    return Optional.of(new Trouble(reason, detail));
  }

  private static Optional<Trouble> failed(String detail) {
    return Optional.of(new Trouble(Reason.PROXY_FAILED, detail));
  }
}
