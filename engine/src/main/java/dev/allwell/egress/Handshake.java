package dev.allwell.egress;

import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

/// Waits for the end of a TLS handshake; leaves when it is a good one, keeps the rest quiet when
/// not. Used on one thread.
final class Handshake extends ChannelInboundHandlerAdapter {
  private final Consumer<Channel> done;
  private final Consumer<Trouble> failed;

  private Handshake(Consumer<Channel> done, Consumer<Trouble> failed) {
    this.done = done;
    this.failed = failed;
  }

  /// Shakes hands on a channel that stands. One of the two is told, `failed` perhaps several times
  /// and perhaps before this returns.
  static void begin(
      Channel channel, SslHandler tls, Consumer<Channel> done, Consumer<Trouble> failed) {
    // it may fail while it is added
    channel.pipeline().addFirst(new Handshake(done, failed)).addFirst(tls);
    channel.config().setAutoRead(true);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent end)) {
      context.fireUserEventTriggered(event);
    } else if (end.isSuccess()) {
      context.pipeline().remove(this);
      done.accept(context.channel());
    } else {
      failed.accept(trouble(end.cause()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    failed.accept(trouble(new ClosedChannelException()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed.accept(trouble(cause));
  }

  private static Trouble trouble(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return new Trouble(Reason.TLS_FAILED, "closed during the handshake");
    }
    return Trouble.talking(cause).orElseGet(() -> new Trouble(Reason.TLS_FAILED, cause.toString()));
  }
}
