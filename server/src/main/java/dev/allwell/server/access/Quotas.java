package dev.allwell.server.access;

import dev.allwell.clock.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// How often each caller may ask: a token by itself, whoever has none by his address (of IPv6 the
/// first 64 bits, since who has one of those has all), and all of them together. Any thread.
///
/// Who is near is not limited: he could stop the server outright. Nor is an address of loopback
/// behind which a proxy stands, for that would let one of its callers keep all others out. Whoever
/// administers is not held up by the others.
public final class Quotas {
  private static final int MOST_KEYS = 10_000;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_PREFIX_BYTES = 8;
  private static final String ALL = "";

  private final Ticker ticker;
  private final Buckets wrongTokens;
  private final AtomicLong limited = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private volatile Limited current;

  /// How often is too often.
  ///
  /// @param wrong tokens that are none, from one address, near or not. It cannot keep anybody out
  ///   who has a good one, which is looked up before: what protects tokens from being guessed is
  ///   their length, and what this protects is the log and the reader of it
  /// @param together how many times as often all callers together may ask as one alone; at least 1
  public record Rates(
      Rate reads, Rate registrations, Rate writes, Rate checks, Rate wrong, int together) {
    /// How long a burst of each lasts, in seconds.
    public static final int READS_SECONDS = 2;

    public static final int REGISTRATIONS_SECONDS = 20;
    public static final int WRITES_SECONDS = 5;
    public static final int CHECKS_SECONDS = 60;

    public static final Rates DEFAULT =
        new Rates(
            Rate.of(100, READS_SECONDS),
            Rate.of(50, REGISTRATIONS_SECONDS),
            Rate.of(20, WRITES_SECONDS),
            Rate.of(10 / 60.0, CHECKS_SECONDS),
            Rate.of(10 / 60.0, 60),
            50);

    public Rates {
      if (together < 1) {
        throw new IllegalArgumentException("together: " + together + " is not 1 or more");
      }
    }

    private Rate of(Asking asking) {
      return switch (asking) {
        case READING -> reads;
        case REGISTERING -> registrations;
        case CHANGING, ADMINISTERING -> writes;
        case CHECKING -> checks;
      };
    }
  }

  /// The buckets of one set of rates.
  private record Limited(Rates rates, Map<Asking, Pair> pairs) {
    static Limited by(Rates rates, Ticker ticker) {
      var pairs = new EnumMap<Asking, Pair>(Asking.class);
      for (var asking : Asking.values()) {
        var rate = rates.of(asking);
        Optional<Buckets> all =
            asking == Asking.ADMINISTERING
                ? Optional.empty()
                : Optional.of(new Buckets(rate.times(rates.together()), 1, ticker));
        pairs.put(asking, new Pair(new Buckets(rate, MOST_KEYS, ticker), all));
      }
      return new Limited(rates, pairs);
    }

    long take(Asking asking, String key) {
      return Objects.requireNonNull(pairs.get(asking)).take(key);
    }
  }

  /// @param own a bucket each
  /// @param all one bucket, under one key; empty when nobody counts them together
  private record Pair(Buckets own, Optional<Buckets> all) {
    long take(String key) {
      long nanos = own.take(key);
      return nanos > 0 || all.isEmpty() ? nanos : all.get().take(ALL);
    }
  }

  public Quotas(Rates rates, Ticker ticker) {
    this.ticker = ticker;
    this.current = Limited.by(rates, ticker);
    this.wrongTokens = new Buckets(rates.wrong(), MOST_KEYS, ticker);
  }

  /// Goes by other rates from now on; everybody begins rested. Nothing happens when they are the
  /// same.
  ///
  /// @return whether they are other ones than before
  public boolean configure(Rates rates) {
    boolean other = !rates.equals(current.rates());
    if (other) {
      current = Limited.by(rates, ticker);
    }
    return other;
  }

  /// Counts a request.
  ///
  /// @return how long the caller must wait instead; empty when he need not
  public Optional<Duration> ask(Caller caller, Asking asking) {
    if (caller.near()) {
      return Optional.empty();
    }
    return switch (caller) {
      case Caller.Local _ -> Optional.empty();
      case Caller.Holder holder -> waiting(current.take(asking, "token " + holder.token().name()));
      case Caller.Stranger stranger ->
          stranger.peer().isLoopbackAddress()
              ? Optional.empty()
              : waiting(current.take(asking, key(stranger.peer())));
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
