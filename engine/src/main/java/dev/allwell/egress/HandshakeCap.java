package dev.allwell.egress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/// Counts what a server sends until hands are shaken, and lets no more pass than a cap. Stands in
/// front of the handler that shakes them; used on one thread.
final class HandshakeCap extends ChannelInboundHandlerAdapter {
  private final int most;
  private final Runnable exceeded;
  private int bytes;

  HandshakeCap(int most, Runnable exceeded) {
    this.most = most;
    this.exceeded = exceeded;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf some) {
      int size = some.readableBytes();
      bytes = size > most - bytes ? most + 1 : bytes + size;
    }
    if (bytes > most) {
      ReferenceCountUtil.release(message);
      exceeded.run();
    } else {
      context.fireChannelRead(message);
    }
  }
}
