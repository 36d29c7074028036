package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One lane's ways to resolve names: the usual one, and one for each name server and choice of
/// addresses that a service asks for. Those are made when they are needed, bounded in number, and
/// closed when nobody used them for a while. Used on one thread.
final class Resolvers implements AutoCloseable {
  static final int MOST = 1024;
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(15);

  /// A resolver that is closed while it fetches an answer by TCP leaks the answer (Netty 4.2.15).
  private static final long GRACE_SECONDS = 10;

  private final EventLoop loop;
  private final Ticker ticker;
  private final Guard guard;
  private final Transport transport;
  private final List<InetSocketAddress> servers;
  private final HostsFile hosts;
  private final Names usual;
  private final LinkedHashMap<Key, Kept> others =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  Resolvers(EventLoop loop, Ticker ticker, Guard guard, Egress.Settings settings) {
    this.loop = loop;
    this.ticker = ticker;
    this.guard = guard;
    transport = settings.transport();
    servers = settings.nameServers();
    hosts = new HostsFile(ticker, HostsFile.usual());
    usual = names(new Names.Asking(servers, IpChoice.PREFER_IPV4));
  }

  /// Finds the addresses of a host as a route has it: one of the two is called, once, on the loop,
  /// perhaps at once.
  void resolve(String host, Route route, Names.Found found, Consumer<Trouble> failed) {
    Endpoint server = route.resolverOrNull();
    if ((server == null && route.ip() == IpChoice.PREFER_IPV4)
        || NetUtil.createByteArrayFromIpAddressString(host) != null) {
      usual.resolve(host, found, failed);
      return;
    }
    Kept kept = kept(new Key(server, route.ip()));
    if (kept.serverOrNull != null) {
      Guard.Ruling ruling =
          guard.ruling(kept.serverOrNull.getAddress(), kept.serverOrNull.getPort());
      if (ruling != Guard.Ruling.ALLOWED) {
        failed.accept(
            new Trouble(
                Reason.BLOCKED_BY_POLICY, "the name server " + server + " is " + ruling.words()));
        return;
      }
    }
    kept.names.resolve(host, found, failed);
  }

  /// What the usual name servers can always answer.
  RootQuestion rootQuestion() {
    return usual.rootQuestion();
  }

  /// How many there are besides the usual one.
  int size() {
    return others.size();
  }

  @Override
  public void close() {
    usual.close();
    others.values().forEach(kept -> kept.names.close());
    others.clear();
  }

  private Kept kept(Key key) {
    @Nullable Kept known = others.get(key);
    if (known == null) {
      makeRoom();
      var server =
          key.serverOrNull == null
              ? null
              : new InetSocketAddress(
                  InetAddress.ofLiteral(key.serverOrNull.host()), key.serverOrNull.port());
      known =
          new Kept(
              server, names(new Names.Asking(server == null ? servers : List.of(server), key.ip)));
      others.put(key, known);
    }
    known.usedNanos = ticker.nanos();
    return known;
  }

  private void makeRoom() {
    long now = ticker.nanos();
    Iterator<Kept> each = others.values().iterator();
    while (each.hasNext()) { // the one used longest ago first
      Kept eldest = each.next();
      if (others.size() < MOST && now - eldest.usedNanos < IDLE_NANOS) {
        return;
      }
      each.remove();
      var _ = loop.schedule(eldest.names::close, GRACE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Names names(Names.Asking asking) {
    return new Names(loop, ticker, transport, asking, hosts);
  }

  private record Key(@Nullable Endpoint serverOrNull, IpChoice ip) {}

  private static final class Kept {
    final @Nullable InetSocketAddress serverOrNull;
    final Names names;
    long usedNanos;

    Kept(@Nullable InetSocketAddress serverOrNull, Names names) {
      this.serverOrNull = serverOrNull;
      this.names = names;
    }
  }
}
