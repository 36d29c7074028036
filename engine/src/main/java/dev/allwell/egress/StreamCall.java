package dev.allwell.egress;

import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

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
    var tls = egress().tls().handler(channel.alloc(), to.endpoint(), to.verifyTls());
    channel.pipeline().addLast(new Handshake()).addFirst(tls); // it may fail while it is added
    channel.config().setAutoRead(true);
  }

  private void shaken(Channel channel, SslHandshakeCompletionEvent event) {
    if (event.isSuccess()) {
      handOver(channel);
    } else {
      fail(trouble(event.cause()));
    }
  }

  private static Trouble trouble(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return new Trouble(Reason.TLS_FAILED, "closed during the handshake");
    }
    return Trouble.talking(cause).orElseGet(() -> new Trouble(Reason.TLS_FAILED, cause.toString()));
  }

  /// Waits for the end of the handshake; leaves when it is a good one, keeps the rest quiet when
  /// not.
  private final class Handshake extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent end) {
        if (end.isSuccess()) {
          context.pipeline().remove(this);
        }
        watched(() -> shaken(context.channel(), end));
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      watched(() -> fail(trouble(new ClosedChannelException())));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      watched(() -> fail(trouble(cause)));
    }
  }
}
