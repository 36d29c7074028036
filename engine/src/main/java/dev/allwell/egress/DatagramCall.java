package dev.allwell.egress;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;

/// A UDP socket that is connected to one peer and hears nobody else.
final class DatagramCall extends Call {
  DatagramCall(Egress egress, Destination to, Stopwatch watch, Caller caller) {
    super(egress, to.endpoint(), to.route(), watch, caller);
  }

  @Override
  Bootstrap bootstrap() {
    return egress().datagrams();
  }

  @Override
  void stands(Channel channel) {
    handOver(channel);
  }
}
