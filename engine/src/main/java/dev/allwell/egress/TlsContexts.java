package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Proxy;
import dev.allwell.model.TlsSettings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The contexts that handshakes are made from, one for each way to shake hands, the ones used last.
///
/// Contexts that keep sessions are many for one way, each for a share of the servers, and each is
/// given up for a new one after half an hour to an hour: no session outlives that, and not all
/// servers are asked for their certificates at once. A context that is given up lives on while a
/// connection uses it. Any thread.
final class TlsContexts implements AutoCloseable {
  static final int MOST = 1024;
  static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int SHARES = 16;
  private static final int NO_SHARE = -1;

  private final TlsRecipe recipe;
  private final Ticker ticker;
  private final int most;
  private final LinkedHashMap<Key, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  TlsContexts(TlsRecipe recipe, Ticker ticker, int most) {
    this.recipe = recipe;
    this.ticker = ticker;
    this.most = most;
  }

  /// A way to shake hands.
  ///
  /// @param settings without a server's name
  /// @param share of the servers; -1 for all of them
  /// @param proxyOrNull where sessions are kept, those made by way of one proxy are apart from all
  ///   others: it may lead elsewhere under the same name
  record Key(TlsSettings settings, List<String> alpn, int share, @Nullable Proxy proxyOrNull) {
    static Key of(Destination to) {
      TlsSettings settings = to.route().tls();
      TlsSettings nameless =
          settings.serverNameOrNull() == null
              ? settings
              : new TlsSettings(
                  settings.verify(),
                  settings.resume(),
                  null,
                  settings.caOrNull(),
                  settings.clientOrNull());
      return settings.resume()
          ? new Key(
              nameless,
              to.alpn(),
              Math.floorMod(to.endpoint().hashCode(), SHARES),
              to.route().proxyOrNull())
          : new Key(nameless, to.alpn(), NO_SHARE, null);
    }

    /// How long a context of this way is used.
    private long nanos() {
      return share == NO_SHARE
          ? Long.MAX_VALUE
          : LONGEST_NANOS / 2 + LONGEST_NANOS / 2 / SHARES * share;
    }
  }

  /// A context to be released after use. Made without the lock: two lanes may both make one, and
  /// one of them is thrown away.
  SslContext take(Key key) throws UnusableTls {
    @Nullable SslContext known = retained(key);
    return known == null ? offer(key, recipe.make(key.settings, key.alpn)) : known;
  }

  /// How many are kept.
  synchronized int size() {
    return kept.size();
  }

  @Override
  public synchronized void close() {
    kept.values().forEach(one -> ReferenceCountUtil.release(one.context));
    kept.clear();
  }

  private synchronized @Nullable SslContext retained(Key key) {
    @Nullable Kept known = kept.get(key);
    if (known == null) {
      return null;
    }
    if (ticker.nanos() - known.madeNanos >= key.nanos()) {
      kept.remove(key);
      ReferenceCountUtil.release(known.context);
      return null;
    }
    return ReferenceCountUtil.retain(known.context);
  }

  private synchronized SslContext offer(Key key, SslContext made) {
    @Nullable SslContext before = retained(key);
    if (before != null) {
      ReferenceCountUtil.release(made);
      return before;
    }
    kept.put(key, new Kept(made, ticker.nanos()));
    if (kept.size() > most) {
      Map.Entry<Key, Kept> eldest = kept.firstEntry();
      kept.remove(eldest.getKey());
      ReferenceCountUtil.release(eldest.getValue().context);
    }
    return ReferenceCountUtil.retain(made);
  }

  private record Kept(SslContext context, long madeNanos) {}
}
