package dev.allwell.egress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/// Counts what a server sends until hands are shaken, and lets no more pass than a cap. A record
/// counts as half a KiB at least, since its price is not its bytes: a certificate sent byte by
/// byte, each in a record, would hold a lane for milliseconds. Stands in front of the handler that
/// shakes them; used on one thread.
final class HandshakeCap extends ChannelInboundHandlerAdapter {
  private static final int RECORD = 512;

  /// Type, version, and two bytes of length (RFC 8446 §5.1).
  private static final int HEAD = 5;

  private static final int BYTE = 0xff;

  private final int most;
  private final Runnable exceeded;
  private long bytes;

  /// Bytes of the head of a record that came, its length as far as it is known, and what is still
  /// to come of a record whose head is complete.
  private int head;

  private int length;
  private int left;

  HandshakeCap(int most, Runnable exceeded) {
    this.most = most;
    this.exceeded = exceeded;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf some) {
      bytes += some.readableBytes();
      records(some);
    }
    if (bytes > most) {
      ReferenceCountUtil.release(message);
      exceeded.run();
    } else {
      context.fireChannelRead(message);
    }
  }

  private void records(ByteBuf some) {
    for (int at = some.readerIndex(); at < some.writerIndex() && bytes <= most; ) {
      if (left > 0) {
        int skipped = Math.min(left, some.writerIndex() - at);
        left -= skipped;
        at += skipped;
      } else {
        length = (length << Byte.SIZE | (some.getByte(at++) & BYTE)) & 0xffff;
        if (++head == HEAD) {
          head = 0;
          left = length;
          bytes += Math.max(0, RECORD - HEAD - length);
        }
      }
    }
  }
}
