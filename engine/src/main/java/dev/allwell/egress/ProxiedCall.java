package dev.allwell.egress;

import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;

/// A TCP connection by way of a proxy, with TLS or without. The proxy is called as any target is,
/// the guard before each connect; then it is asked for the rest of the way. Until it is, trouble is
/// the proxy's and held against no target.
final class ProxiedCall extends StreamCall {
  private final Proxy proxy;
  private final InetSocketAddress told;

  /// Whether trouble is the target's from now on.
  private boolean beyond;

  ProxiedCall(Egress egress, Proxy proxy, Destination to, Stopwatch watch, Caller caller) {
    super(egress, proxy, to, watch, caller);
    this.proxy = proxy;
    told = Handing.told(to.endpoint());
  }

  @Override
  void start() {
    var refusal = Handing.refusal(egress().guard(), to().endpoint()).or(this::wrongPort);
    if (refusal.isPresent()) {
      beyond = true;
      fail(refusal.get());
    } else {
      super.start();
    }
  }

  @Override
  Phase resolving() {
    return Phase.PROXY;
  }

  @Override
  Phase connecting() {
    return Phase.PROXY;
  }

  /// What is wrong with us stays so, and so does what the guard says; all else is the proxy's
  /// trouble.
  @Override
  Trouble weighed(Trouble trouble) {
    if (beyond || trouble.reason() == Reason.PROXY_FAILED) {
      return trouble;
    }
    boolean kept = trouble.reason().ours() || trouble.reason() == Reason.BLOCKED_BY_POLICY;
    return new Trouble(
        kept ? trouble.reason() : Reason.PROXY_FAILED,
        "the proxy %s: %s (%s)"
            .formatted(proxy.origin(), trouble.detail(), trouble.reason().code()));
  }

  @Override
  Bootstrap bootstrap() {
    if (to().forwarded()) {
      return super.bootstrap();
    }
    return super.bootstrap()
        .clone()
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(Inlet.NAME, new Inlet(egress().turnstile()))
                    .addLast(new Tunnel(proxy, told));
              }
            });
  }

  @Override
  void stands(Channel channel) {
    caller().proxied(proxy, to().endpoint(), told.isUnresolved());
    if (to().forwarded()) {
      beyond = true;
      super.stands(channel);
      return;
    }
    channel
        .pipeline()
        .get(Tunnel.class)
        .await(
            new Tunnel.Told() {
              @Override
              public void asked() {
                watched(() -> watch().enter(Phase.CONNECT));
              }

              @Override
              public void done(Channel through) {
                watched(() -> {
                  beyond = true;
                  ProxiedCall.super.stands(through);
                });
              }

              @Override
              public void failed(Trouble trouble) {
                watched(() -> {
                  beyond = true;
                  fail(trouble);
                });
              }
            });
  }
}
