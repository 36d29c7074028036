package dev.allwell.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The outer post of a [Guard], between the socket and the codec: it sees the first byte of a
/// request, and can end a connection politely.
///
/// Not by a reset that would take the answer away from the peer: output ends, what still comes is
/// thrown away, and after two seconds or a mebibyte the connection goes.
@SuppressWarnings("FutureReturnValueIgnored") // a failure means that the connection is gone
final class Gate extends ChannelInboundHandlerAdapter {
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final int EMPTY_LINE = 0x0d0a_0d0a;
  private static final int MOST_LINGERING_BYTES = 1 << 20;

  private @Nullable ChannelHandlerContext place;
  private boolean bytes;
  private int tail;
  private boolean lingering;
  private int thrownAway;

  /// Whether bytes came that belong to no request yet.
  boolean sawBytes() {
    return bytes;
  }

  /// A request is over: whether more follows is seen from the last bytes that came, which are its
  /// own or not.
  ///
  /// @param end of its body; without bytes where an empty line ends the request
  void over(ByteBuf end) {
    int length = Math.min(end.readableBytes(), Integer.BYTES);
    int own = length == 0 ? EMPTY_LINE : last(end, length, 0);
    int mask = length == 0 || length == Integer.BYTES ? -1 : (1 << (length * Byte.SIZE)) - 1;
    bytes = (tail & mask) != own;
  }

  /// The last bytes, the very last one lowest, behind those that were there.
  private static int last(ByteBuf from, int length, int before) {
    int last = before;
    for (int i = from.writerIndex() - length; i < from.writerIndex(); i++) {
      last = (last << Byte.SIZE) | from.getUnsignedByte(i);
    }
    return last;
  }

  void forget() {
    bytes = false;
  }

  /// Whether the connection is about to end, and nothing that comes matters.
  boolean lingering() {
    return lingering;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    place = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!lingering) {
      bytes = true;
      var came = (ByteBuf) message;
      tail = last(came, Math.min(came.readableBytes(), Integer.BYTES), tail);
      ctx.fireChannelRead(message);
      return;
    }
    thrownAway += ((ByteBuf) message).readableBytes();
    ReferenceCountUtil.release(message);
    if (thrownAway > MOST_LINGERING_BYTES) {
      ctx.close();
    }
  }

  /// Answers past the codec, then ends the connection.
  ///
  /// @param reason ASCII, nothing to escape
  void answer(HttpResponseStatus status, String reason) {
    var ctx = place;
    if (ctx != null) {
      lingering = true;
      var answer = Unpooled.copiedBuffer(Answers.raw(status, reason), StandardCharsets.US_ASCII);
      ctx.writeAndFlush(answer).addListener(written -> drain());
    }
  }

  /// Ends the connection once the peer has had time to read what was sent.
  void linger() {
    if (!lingering) {
      lingering = true;
      drain();
    }
  }

  private void drain() {
    var ctx = place;
    if (ctx == null || !ctx.channel().isActive()) {
      return;
    }
    if (ctx.channel() instanceof DuplexChannel channel) {
      channel.shutdownOutput();
    }
    ctx.channel().config().setAutoRead(true);
    ctx.executor().schedule(() -> ctx.close(), LINGER.toNanos(), TimeUnit.NANOSECONDS);
  }
}
