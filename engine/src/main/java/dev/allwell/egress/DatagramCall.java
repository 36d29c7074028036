package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/// A UDP socket that is connected to one peer and hears nobody else.
final class DatagramCall extends Call {
  DatagramCall(Egress egress, Endpoint endpoint, Stopwatch watch, Caller caller) {
    super(egress, endpoint, watch, caller);
  }

  @Override
  ChannelFuture open(InetSocketAddress address) {
    return egress().datagrams().connect(address);
  }

  @Override
  void stands(Channel channel) {
    handOver(channel);
  }
}
