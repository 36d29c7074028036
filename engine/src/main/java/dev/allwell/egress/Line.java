package dev.allwell.egress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A connection that is only written to, by one thread that waits; whatever the other side says is
/// thrown away.
///
/// That a write ended says that this machine's kernel took the bytes, no more. With epoll a
/// connection breaks when the other machine has not acknowledged them within 30 s; what the kernel
/// there took may still never be read.
public final class Line implements AutoCloseable {
  static final int TO_ACKNOWLEDGE_MILLIS = 30_000;
  static final int IDLE_SECONDS = 30;

  private static final long TO_CLOSE_SECONDS = 2;
  private static final AttributeKey<String> WHY = AttributeKey.valueOf(Line.class, "why");

  private final Channel channel;

  Line(Channel channel) {
    this.channel = channel;
  }

  /// Whether nothing is known to have ended it. Any thread.
  public boolean isOpen() {
    return channel.isActive();
  }

  /// Why it ended, in a line for a person. Any thread.
  public String why() {
    var said = channel.attr(WHY).get();
    return said == null ? "the other side closed the connection" : said;
  }

  /// Writes the first bytes of an array, which is the caller's again afterwards, and waits until
  /// the kernel has taken them all. After a failure some may have gone out; the line is to be
  /// closed.
  ///
  /// @throws IOException telling why it cannot be done, or not within the caller's patience
  public void write(byte[] bytes, int length, Duration patience)
      throws IOException, InterruptedException {
    var buffer = channel.alloc().directBuffer(length).writeBytes(bytes, 0, length);
    var written = channel.writeAndFlush(buffer);
    if (!written.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("the other side took no more for " + patience.toSeconds() + " s");
    }
    if (!written.isSuccess()) {
      boolean late = written.cause() instanceof ClosedChannelException;
      throw new IOException(late ? why() : words(written.cause()), written.cause());
    }
  }

  /// Hangs up; what the kernel took before is still sent. Blocks for a moment.
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(TO_CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static String words(Throwable thrown) {
    return Trouble.connecting(thrown).detail();
  }

  /// Reads in order to notice the end, and hears nothing.
  @ChannelHandler.Sharable
  static final class Deaf extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.channel().attr(WHY).setIfAbsent(words(cause));
      var _ = context.close();
    }
  }
}
