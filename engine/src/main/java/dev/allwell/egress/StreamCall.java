package dev.allwell.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/// A TCP connection, with TLS or without.
final class StreamCall extends Call {
  private final Destination to;

  StreamCall(Egress egress, Destination to, Stopwatch watch, Caller caller) {
    super(egress, to.endpoint(), watch, caller);
    this.to = to;
  }

  @Override
  ChannelFuture open(InetSocketAddress address) {
    return egress().streams().connect(address);
  }

  @Override
  void stands(Channel channel) {
    if (!to.tls()) {
      handOver(channel);
      return;
    }
    watch().enter(Phase.TLS);
    Handshake.begin(
        channel,
        egress().tls().handler(channel.alloc(), to.endpoint(), to.route().tls()),
        shaken -> watched(() -> handOver(shaken)),
        trouble -> watched(() -> fail(trouble)));
  }
}
