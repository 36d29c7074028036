package dev.allwell.server.store;

import dev.allwell.model.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The number under which a reason is stored: given once, never changed, never used again.
final class ReasonCode {
  private static final @Nullable Reason[] BY_CODE = byCode();

  private ReasonCode() {}

  static int of(Reason reason) {
    return switch (reason) {
      case OK -> 0;
      case ERROR_RATE -> 1;
      case DNS_NOT_FOUND -> 2;
      case DNS_FAILED -> 3;
      case CONNECT_REFUSED -> 4;
      case CONNECT_UNREACHABLE -> 5;
      case CONNECT_FAILED -> 6;
      case TLS_CERTIFICATE -> 7;
      case TLS_FAILED -> 8;
      case RESET -> 9;
      case CLOSED_EARLY -> 10;
      case TIMEOUT_RESOLVE -> 11;
      case TIMEOUT_CONNECT -> 12;
      case TIMEOUT_TLS -> 13;
      case TIMEOUT_FIRST_BYTE -> 14;
      case TIMEOUT_TRANSFER -> 15;
      case UNEXPECTED_STATUS -> 16;
      case BAD_RESPONSE -> 17;
      case TOO_MANY_REDIRECTS -> 18;
      case EXPECTATION_FAILED -> 19;
      case BODY_TRUNCATED -> 20;
      case BLOCKED_BY_POLICY -> 21;
      case INTERNAL_ERROR -> 22;
      case NO_DESCRIPTORS -> 23;
      case NO_PORTS -> 24;
      case PAUSED -> 25;
      case CLOCK_STEPPED -> 26;
      case NO_ROUTE -> 27;
      case NO_RESOLVER -> 28;
      case ISOLATED -> 29;
      case REPORTED_FAILING -> 30;
      case PROXY_FAILED -> 31;
      case TIMEOUT_PROXY -> 32;
    };
  }

  static Reason reason(long code) {
    @Nullable Reason known = code < 0 || code >= BY_CODE.length ? null : BY_CODE[(int) code];
    if (known == null) {
      throw new IllegalArgumentException("no reason has the code " + code);
    }
    return known;
  }

  private static @Nullable Reason[] byCode() {
    var reasons = Reason.values();
    int last = Arrays.stream(reasons).mapToInt(ReasonCode::of).max().orElseThrow();
    var byCode = new @Nullable Reason[last + 1];
    for (Reason reason : reasons) {
      byCode[of(reason)] = reason;
    }
    return byCode;
  }
}
