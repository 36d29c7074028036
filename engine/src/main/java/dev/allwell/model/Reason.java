package dev.allwell.model;

import java.util.Locale;

/// Why an attempt ended as it did; the same constant feeds log, metric, interface and message.
///
/// Each reason fixes the health it stands for, whether another attempt may mend it, and whether the
/// answer was complete with an expected status, which is what ready means.
public enum Reason {
  OK(Health.HEALTHY, Retry.NO, true),
  /// The service reports more errors than its limit.
  ERROR_RATE(Health.DEGRADED, Retry.NO, true),

  DNS_NOT_FOUND(Health.DEAD, Retry.YES, false),
  DNS_FAILED(Health.DEAD, Retry.YES, false),
  CONNECT_REFUSED(Health.DEAD, Retry.YES, false),
  CONNECT_UNREACHABLE(Health.DEAD, Retry.YES, false),
  CONNECT_FAILED(Health.DEAD, Retry.YES, false),
  TLS_CERTIFICATE(Health.DEAD, Retry.NO, false),
  TLS_FAILED(Health.DEAD, Retry.YES, false),
  RESET(Health.DEAD, Retry.YES, false),
  CLOSED_EARLY(Health.DEAD, Retry.YES, false),
  TIMEOUT_RESOLVE(Health.DEAD, Retry.YES, false),
  TIMEOUT_CONNECT(Health.DEAD, Retry.YES, false),
  TIMEOUT_TLS(Health.DEAD, Retry.YES, false),
  TIMEOUT_FIRST_BYTE(Health.DEAD, Retry.YES, false),
  TIMEOUT_TRANSFER(Health.DEAD, Retry.YES, false),

  UNEXPECTED_STATUS(Health.UNHEALTHY, Retry.FROM_500, false),
  /// Garbage, a bad chunk, headers too large: not an answer in the protocol spoken.
  BAD_RESPONSE(Health.UNHEALTHY, Retry.YES, false),
  TOO_MANY_REDIRECTS(Health.UNHEALTHY, Retry.YES, false),
  /// A complete answer that is not what was asked for, or lacks a demanded format.
  EXPECTATION_FAILED(Health.UNHEALTHY, Retry.NO, true),
  /// A demanded format needed more of the body than the cap lets in.
  BODY_TRUNCATED(Health.UNHEALTHY, Retry.NO, true),
  /// The demanded document came, and says that something in the service fails.
  REPORTED_FAILING(Health.UNHEALTHY, Retry.NO, true),
  BLOCKED_BY_POLICY(Health.UNHEALTHY, Retry.NO, false),

  /// A bug of ours; never held against the target.
  INTERNAL_ERROR(Health.UNKNOWN, Retry.YES, false),
  NO_DESCRIPTORS(Health.UNKNOWN, Retry.YES, false),
  NO_PORTS(Health.UNKNOWN, Retry.YES, false),
  /// This process stood still while the attempt was under way: stopped, suspended, or starved. In
  /// history also what stands where somebody paused the service.
  PAUSED(Health.UNKNOWN, Retry.YES, false),
  /// The wall clock was stepped while the attempt was under way.
  CLOCK_STEPPED(Health.UNKNOWN, Retry.YES, false),
  /// This machine itself has no way to the address.
  NO_ROUTE(Health.UNKNOWN, Retry.YES, false),
  /// None of this machine's name servers answers anything.
  NO_RESOLVER(Health.UNKNOWN, Retry.YES, false),
  /// All canaries are silent too: it is this machine that is cut off.
  ISOLATED(Health.UNKNOWN, Retry.YES, false),
  /// The proxy on our way cannot be reached, or does not do its part; says nothing of the target.
  PROXY_FAILED(Health.UNKNOWN, Retry.YES, false),
  /// The deadline came before the proxy was ready to be asked for the target.
  TIMEOUT_PROXY(Health.UNKNOWN, Retry.YES, false);

  private final Health health;
  private final Retry retry;
  private final boolean ready;
  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Reason(Health health, Retry retry, boolean ready) {
    this.health = health;
    this.retry = retry;
    this.ready = ready;
  }

  public Health health() {
    return health;
  }

  /// Whether the answer was complete and its status expected.
  public boolean ready() {
    return ready;
  }

  /// Whether another attempt is worth making.
  ///
  /// @param status the HTTP status of the attempt, 0 for none
  public boolean retried(int status) {
    return switch (retry) {
      case YES -> true;
      case NO -> false;
      case FROM_500 -> status >= 500;
    };
  }

  /// Whether the attempt ran out of time.
  public boolean timedOut() {
    return switch (this) {
      case TIMEOUT_RESOLVE,
          TIMEOUT_CONNECT,
          TIMEOUT_TLS,
          TIMEOUT_FIRST_BYTE,
          TIMEOUT_TRANSFER,
          TIMEOUT_PROXY ->
          true;
      case OK,
          ERROR_RATE,
          DNS_NOT_FOUND,
          DNS_FAILED,
          CONNECT_REFUSED,
          CONNECT_UNREACHABLE,
          CONNECT_FAILED,
          TLS_CERTIFICATE,
          TLS_FAILED,
          RESET,
          CLOSED_EARLY,
          UNEXPECTED_STATUS,
          BAD_RESPONSE,
          TOO_MANY_REDIRECTS,
          EXPECTATION_FAILED,
          BODY_TRUNCATED,
          REPORTED_FAILING,
          BLOCKED_BY_POLICY,
          INTERNAL_ERROR,
          NO_DESCRIPTORS,
          NO_PORTS,
          PAUSED,
          CLOCK_STEPPED,
          NO_ROUTE,
          NO_RESOLVER,
          ISOLATED,
          PROXY_FAILED ->
          false;
    };
  }

  /// Whether it is our own fault, which is never held against a target.
  public boolean ours() {
    return health == Health.UNKNOWN;
  }

  /// As it is written in every interface: `connect-refused`.
  public String code() {
    return code;
  }

  private enum Retry {
    YES,
    NO,
    FROM_500
  }
}
