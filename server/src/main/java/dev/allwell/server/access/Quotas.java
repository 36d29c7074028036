package dev.allwell.server.access;

import dev.allwell.clock.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How often each caller may ask: a token by itself, whoever has none by his address (of IPv6 the
/// first 64 bits, since who has one of those has all). Any thread.
///
/// Who is near is not limited: he could stop the server outright. Nor is an address of loopback
/// behind which a proxy stands, for that would let one of its callers keep all others out.
public final class Quotas {
  private static final int MOST_KEYS = 10_000;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_PREFIX_BYTES = 8;

  private final Map<Scope, Buckets> byScope = new EnumMap<>(Scope.class);
  private final Buckets wrongTokens;
  private final AtomicLong limited = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();

  /// How often is too often.
  ///
  /// @param wrong tokens that are none, from one address, near or not. It cannot keep anybody out
  ///   who has a good one, which is looked up before: what protects tokens from being guessed is
  ///   their length, and what this protects is the log and the reader of it
  public record Rates(Rate reads, Rate registrations, Rate writes, Rate wrong) {
    public static final Rates DEFAULT =
        new Rates(new Rate(200, 100), new Rate(1000, 50), new Rate(100, 20), new Rate(10, 1.0 / 6));
  }

  public Quotas(Rates rates, Ticker ticker) {
    for (var scope : Scope.values()) {
      byScope.put(scope, new Buckets(rate(rates, scope), MOST_KEYS, ticker));
    }
    wrongTokens = new Buckets(rates.wrong(), MOST_KEYS, ticker);
  }

  private static Rate rate(Rates rates, Scope scope) {
    return switch (scope) {
      case READ -> rates.reads();
      case REGISTER, REGISTER_ANY -> rates.registrations();
      case WRITE, ADMIN -> rates.writes();
    };
  }

  /// Counts a request for what a scope allows.
  ///
  /// @return how long the caller must wait instead; empty when he need not
  public Optional<Duration> ask(Caller caller, Scope scope) {
    var buckets = byScope.get(scope);
    if (buckets == null || caller.near()) {
      return Optional.empty();
    }
    return switch (caller) {
      case Caller.Local _ -> Optional.empty();
      case Caller.Holder holder -> waiting(buckets.take("token " + holder.token().name()));
      case Caller.Stranger stranger ->
          stranger.peer().isLoopbackAddress()
              ? Optional.empty()
              : waiting(buckets.take(key(stranger.peer())));
    };
  }

  /// Counts a token that is none.
  ///
  /// @return how long the next one should wait; empty when it was not one too many
  public Optional<Duration> wrongToken(InetAddress peer) {
    wrong.incrementAndGet();
    return waiting(wrongTokens.take(key(peer)));
  }

  /// Requests that came too soon after others, wrong tokens among them.
  public long limited() {
    return limited.get();
  }

  /// Tokens that were shown and were none.
  public long wrongTokens() {
    return wrong.get();
  }

  private Optional<Duration> waiting(long nanos) {
    if (nanos == 0) {
      return Optional.empty();
    }
    limited.incrementAndGet();
    return Optional.of(Duration.ofNanos(nanos));
  }

  static String key(InetAddress peer) {
    var bytes = peer.getAddress();
    return bytes.length == IPV4_BYTES
        ? peer.getHostAddress()
        : HexFormat.of().formatHex(bytes, 0, IPV6_PREFIX_BYTES);
  }
}
