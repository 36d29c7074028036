package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Reason;
import io.netty.channel.EventLoop;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
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

/// One lane's resolver: literals as they are, then the hosts file, then the name servers, IPv4
/// first.
///
/// Answers live as long as their records say. That a name does not exist is believed for one second
/// (less than any zone asks for), so that a record just made is soon seen; other failures not at
/// all.
final class Names implements AutoCloseable {
  private static final int MOST_ADDRESSES = 16;
  private static final int MOST_QUERIES = 16;
  private static final int MOST_FAILURES = 4096;
  private static final long QUERY_MILLIS = 2000;
  private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DnsNameResolver resolver;
  private final Expiring<Trouble> missing;
  private final RootQuestion rootQuestion;

  Names(EventLoop loop, Ticker ticker, Transport transport, List<InetSocketAddress> servers) {
    var cache = new NameCache(ticker);
    var builder =
        new DnsNameResolverBuilder(loop)
            .datagramChannelFactory(transport::datagrams)
            .socketChannelFactory(transport::stream)
            .resolveCache(cache)
            .cnameCache(cache)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .completeOncePreferredResolved(true)
            .maxQueriesPerResolve(MOST_QUERIES)
            .queryTimeoutMillis(QUERY_MILLIS);
    if (!servers.isEmpty()) {
      builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
    }
    resolver = builder.build();
    rootQuestion = new RootQuestion(resolver, servers.isEmpty() ? ofTheSystem() : servers);
    missing = new Expiring<>(ticker, MOST_FAILURES);
  }

  /// Finds the addresses of a host: one of the two is called, once, on the loop, perhaps at once.
  void resolve(String host, Consumer<List<InetAddress>> found, Consumer<Trouble> failed) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      found.accept(List.of(address(literal)));
      return;
    }
    Optional<Trouble> known = missing.get(host);
    if (known.isPresent()) {
      failed.accept(known.get());
      return;
    }
    Future<List<InetAddress>> asked = resolver.resolveAll(host);
    if (asked.isDone()) {
      settle(host, asked, found, failed);
    } else {
      asked.addListener(_ -> settle(host, asked, found, failed));
    }
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

  private void settle(
      String host,
      Future<List<InetAddress>> asked,
      Consumer<List<InetAddress>> found,
      Consumer<Trouble> failed) {
    if (asked.isSuccess()) {
      found.accept(asked.getNow().stream().limit(MOST_ADDRESSES).toList());
      return;
    }
    Trouble trouble = Trouble.resolving(host, asked.cause());
    if (trouble.reason() == Reason.DNS_NOT_FOUND) {
      missing.put(host, trouble, FAILURE_NANOS);
    }
    failed.accept(trouble);
  }

  private static InetAddress address(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }
}
