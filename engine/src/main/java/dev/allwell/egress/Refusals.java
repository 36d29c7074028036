package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsQueryLifecycleObserver;
import io.netty.resolver.dns.DnsQueryLifecycleObserverFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What name servers said in place of an answer: the resolver itself keeps quiet about most of it.
/// Used on one thread.
final class Refusals implements DnsQueryLifecycleObserverFactory {
  private static final int MOST = 4096;
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Expiring<DnsResponseCode> said;

  Refusals(Ticker ticker) {
    said = new Expiring<>(ticker, MOST);
  }

  /// The last such word about a host, once.
  Optional<DnsResponseCode> take(String host) {
    String key = key(host);
    Optional<DnsResponseCode> last = said.get(key);
    said.remove(key);
    return last;
  }

  @Override
  public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
    return new Listening(key(question.name()));
  }

  private static String key(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// Of one question; an alias that is followed still is about the name asked for.
  private final class Listening implements DnsQueryLifecycleObserver {
    private final String host;

    Listening(String host) {
      this.host = host;
    }

    @Override
    public DnsQueryLifecycleObserver queryNoAnswer(DnsResponseCode code) {
      said.put(host, code, KEPT_NANOS);
      return this;
    }

    @Override
    public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion question) {
      return this;
    }

    @Override
    public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> servers) {
      return this;
    }

    @Override
    public void queryWritten(InetSocketAddress server, ChannelFuture future) {}

    @Override
    public void queryCancelled(int left) {}

    @Override
    public void queryFailed(Throwable cause) {}

    @Override
    public void querySucceed() {}
  }
}
