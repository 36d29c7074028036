package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Reason;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One way of a lane to resolve names: literals as they are, then the hosts file, then the name
/// servers, in turn, and all of them once more when none answered.
///
/// Answers live as long as their records say. That a name does not exist is believed for one second
/// (less than any zone asks for), so that a record just made is soon seen; other failures not at
/// all. Of two kinds of address the preferred one does not wait for the other, which is then left
/// out. Questions are without EDNS: what does not fit into 512 bytes is fetched by TCP, which every
/// name server can, and which brings at most 8 KiB. Whom a server refers us to is not asked.
final class Names implements AutoCloseable {
  private static final int MOST_ADDRESSES = 16;

  /// Of both kinds together, so that an alias is followed eight times.
  private static final int MOST_QUERIES = 16;

  private static final int MOST_FAILURES = 4096;
  private static final long QUERY_MILLIS = 1000;
  private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long JUST_NOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HostsFile hosts;
  private final DnsNameResolver resolver;
  private final Sayings sayings;
  private final Expiring<Trouble> missing;
  private final RootQuestion rootQuestion;

  Names(EventLoop loop, Ticker ticker, Transport transport, Asking asking, HostsFile hosts) {
    this.hosts = hosts;
    var servers = asking.servers.isEmpty() ? ofTheSystem() : asking.servers;
    var cache = new NameCache(ticker);
    sayings = new Sayings(ticker);
    missing = new Expiring<>(ticker, MOST_FAILURES);
    var builder =
        new DnsNameResolverBuilder(loop)
            .datagramChannelFactory(transport::datagrams)
            .socketChannelFactory(() -> bounded(transport.stream()))
            .hostsFileEntriesResolver((_, _) -> null)
            .resolveCache(cache)
            .cnameCache(cache)
            .authoritativeDnsServerCache(new Unreferred(servers))
            .dnsQueryLifecycleObserverFactory(sayings)
            .resolvedAddressTypes(types(asking.ip))
            .completeOncePreferredResolved(true)
            .optResourceEnabled(false)
            .maxQueriesPerResolve(MOST_QUERIES)
            .queryTimeoutMillis(QUERY_MILLIS);
    if (!asking.servers.isEmpty()) {
      builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(asking.servers));
    }
    resolver = builder.build();
    rootQuestion = new RootQuestion(resolver, servers, sayings);
  }

  /// Whom to ask, and for what.
  ///
  /// @param servers in this order; empty for those of the system
  record Asking(List<InetSocketAddress> servers, IpChoice ip) {
    Asking {
      servers = List.copyOf(servers);
    }
  }

  /// Whoever waits for addresses.
  @FunctionalInterface
  interface Found {
    /// Takes them.
    ///
    /// @param asked whether name servers said so, now or a while ago: they may know addresses of
    ///   the other kind besides
    void found(List<InetAddress> addresses, boolean asked);
  }

  /// Finds the addresses of a host: one of the two is called, once, on the loop, perhaps at once.
  void resolve(String host, Found found, Consumer<Trouble> failed) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      found.found(List.of(address(literal)), false);
      return;
    }
    List<InetAddress> written = hosts.addresses(host);
    if (!written.isEmpty()) {
      found.found(written, false);
      return;
    }
    Optional<Trouble> known = missing.get(host);
    if (known.isPresent()) {
      failed.accept(known.get());
      return;
    }
    ask(host, found, failed, true);
  }

  RootQuestion rootQuestion() {
    return rootQuestion;
  }

  private static List<InetSocketAddress> ofTheSystem() {
    DnsServerAddressStream all =
        DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream("");
    return Stream.generate(all::next).limit(all.size()).distinct().toList();
  }

  @Override
  public void close() {
    resolver.close();
  }

  private void ask(String host, Found found, Consumer<Trouble> failed, boolean again) {
    Future<List<InetAddress>> asked = resolver.resolveAll(host);
    if (asked.isDone()) {
      settle(host, asked, found, failed);
    } else {
      asked.addListener(_ -> {
        if (again && unanswered(asked.cause())) { // perhaps a datagram was lost
          ask(host, found, failed, false);
        } else {
          settle(host, asked, found, failed);
        }
      });
    }
  }

  private void settle(
      String host, Future<List<InetAddress>> asked, Found found, Consumer<Trouble> failed) {
    if (asked.isSuccess()) {
      List<InetAddress> all = asked.getNow();
      found.found(all.size() > MOST_ADDRESSES ? all.subList(0, MOST_ADDRESSES) : all, true);
      return;
    }
    Trouble trouble = Trouble.resolving(host, asked.cause());
    Optional<String> refusal = sayings.refusal(host);
    if (trouble.reason() == Reason.DNS_NOT_FOUND && refusal.isPresent()) {
      trouble = new Trouble(Reason.DNS_FAILED, refusal.get() + " for " + host);
    } else if (trouble.reason() == Reason.DNS_NOT_FOUND && sayings.tooLongWithin(JUST_NOW_NANOS)) {
      trouble =
          new Trouble(
              Reason.DNS_FAILED,
              "an answer of more than " + BoundedAnswers.LONGEST + " bytes for " + host);
    }
    if (trouble.reason() == Reason.DNS_NOT_FOUND) {
      missing.put(host, trouble, FAILURE_NANOS);
    }
    failed.accept(trouble);
  }

  private SocketChannel bounded(SocketChannel channel) {
    channel.pipeline().addFirst(new BoundedAnswers(sayings));
    return channel;
  }

  private static boolean unanswered(@Nullable Throwable thrown) {
    Throwable at = thrown;
    for (int i = 0; at != null && i < 10; i++) {
      if (at instanceof DnsNameResolverTimeoutException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }

  private static ResolvedAddressTypes types(IpChoice choice) {
    return switch (choice) {
      case PREFER_IPV4 -> ResolvedAddressTypes.IPV4_PREFERRED;
      case PREFER_IPV6 -> ResolvedAddressTypes.IPV6_PREFERRED;
      case IPV4 -> ResolvedAddressTypes.IPV4_ONLY;
      case IPV6 -> ResolvedAddressTypes.IPV6_ONLY;
    };
  }

  private static InetAddress address(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }
}
