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

/// What name servers say besides addresses: the resolver itself keeps quiet about most of it. Used
/// on one thread.
final class Sayings implements DnsQueryLifecycleObserverFactory {
  private static final int MOST = 4096;
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Ticker ticker;
  private final Expiring<String> refusals;
  private boolean heard;
  private long heardNanos;
  private boolean cut;
  private long cutNanos;

  Sayings(Ticker ticker) {
    this.ticker = ticker;
    refusals = new Expiring<>(ticker, MOST);
  }

  /// What was said last in place of an answer about a host, once: an rcode, or that others know.
  Optional<String> refusal(String host) {
    String key = key(host);
    Optional<String> last = refusals.get(key);
    refusals.remove(key);
    return last;
  }

  /// Whether any of them said anything within so long: then they live, whatever they said.
  boolean heardWithin(long nanos) {
    return heard && ticker.nanos() - heardNanos < nanos;
  }

  /// An answer by TCP was longer than is taken: the resolver goes on with what came by UDP, if
  /// anything.
  void tooLong() {
    cut = true;
    cutNanos = ticker.nanos();
  }

  /// Whether that happened within so long, about whatever name.
  boolean tooLongWithin(long nanos) {
    return cut && ticker.nanos() - cutNanos < nanos;
  }

  @Override
  public DnsQueryLifecycleObserver newDnsQueryLifecycleObserver(DnsQuestion question) {
    return new Listening(key(question.name()));
  }

  private void hear() {
    heard = true;
    heardNanos = ticker.nanos();
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
      hear();
      refusals.put(host, code.toString(), KEPT_NANOS);
      return this;
    }

    @Override
    public DnsQueryLifecycleObserver queryCNAMEd(DnsQuestion question) {
      hear();
      return this;
    }

    @Override
    public DnsQueryLifecycleObserver queryRedirected(List<InetSocketAddress> servers) {
      hear();
      refusals.put(host, "a referral to other name servers", KEPT_NANOS);
      return this;
    }

    @Override
    public void queryWritten(InetSocketAddress server, ChannelFuture future) {}

    @Override
    public void queryCancelled(int left) {}

    @Override
    public void queryFailed(Throwable cause) {}

    @Override
    public void querySucceed() {
      hear();
    }
  }
}
