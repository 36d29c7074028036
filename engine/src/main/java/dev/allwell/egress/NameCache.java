package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsCnameCache;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The addresses a lane knows, each for as long as its records live: the shortest of a name's
/// addresses and of the alias that led to them. Used on one thread; time is the [Ticker]'s.
final class NameCache implements DnsCache, DnsCnameCache {
  private static final int MOST_NAMES = 65_536;
  private static final long LONGEST_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private final Expiring<List<Entry>> addresses;
  private final Expiring<String> aliases;

  NameCache(Ticker ticker) {
    addresses = new Expiring<>(ticker, MOST_NAMES);
    aliases = new Expiring<>(ticker, MOST_NAMES);
  }

  @Override
  public List<? extends DnsCacheEntry> get(String host, DnsRecord[] additionals) {
    return addresses.get(key(host)).orElse(List.of());
  }

  @Override
  public DnsCacheEntry cache(
      String host, DnsRecord[] additionals, InetAddress address, long seconds, EventLoop loop) {
    String key = key(host);
    var entry = new Entry(address);
    long nanos = nanos(seconds);
    if (aliases.get(key).isPresent()) {
      nanos = Math.min(nanos, aliases.nanosLeft(key));
    }
    Optional<List<Entry>> known = addresses.get(key);
    var all = new ArrayList<Entry>(known.orElse(List.of()));
    if (known.isPresent()) {
      nanos = Math.min(nanos, addresses.nanosLeft(key));
    }
    if (!all.contains(entry)) {
      all.add(entry);
    }
    addresses.put(key, List.copyOf(all), nanos);
    return entry;
  }

  /// Failures are not kept here: see [Names].
  @Override
  public @Nullable DnsCacheEntry cache(
      String host, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
    return null;
  }

  /// None: a name is always asked for as a whole, aliases are kept for their time to live alone.
  @Override
  public @Nullable String get(String host) {
    return null;
  }

  @Override
  public void cache(String host, String alias, long seconds, EventLoop loop) {
    aliases.put(key(host), alias, nanos(seconds));
  }

  @Override
  public void clear() {
    addresses.clear();
    aliases.clear();
  }

  @Override
  public boolean clear(String host) {
    aliases.remove(key(host));
    return addresses.remove(key(host));
  }

  private static long nanos(long seconds) {
    return TimeUnit.SECONDS.toNanos(Math.clamp(seconds, 0, LONGEST_SECONDS));
  }

  private static String key(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private record Entry(InetAddress address) implements DnsCacheEntry {
    @Override
    public @Nullable Throwable cause() {
      return null;
    }
  }
}
