package dev.allwell.egress;

import io.netty.channel.EventLoop;
import io.netty.resolver.dns.AuthoritativeDnsServerCache;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddresses;
import java.net.InetSocketAddress;
import java.util.List;

/// The name servers that we chose, whomever an answer refers us to. The resolver would ask the
/// servers of a referral at whatever addresses it gives, and no guard stands there; those that we
/// ask follow referrals themselves.
///
/// @param servers in the order in which they are asked
record Unreferred(List<InetSocketAddress> servers) implements AuthoritativeDnsServerCache {
  Unreferred {
    servers = List.copyOf(servers);
  }

  @Override
  public DnsServerAddressStream get(String hostname) {
    return DnsServerAddresses.sequential(servers).stream();
  }

  @Override
  public void cache(String hostname, InetSocketAddress address, long originalTtl, EventLoop loop) {}

  @Override
  public void clear() {}

  @Override
  public boolean clear(String hostname) {
    return false;
  }
}
