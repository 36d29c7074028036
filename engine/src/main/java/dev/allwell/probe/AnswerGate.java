package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/// What stands before the decoder: it tells when an answer begins, turns away at its first bytes
/// what is not HTTP (a decoder would wait for a line's end until the deadline), and bounds what one
/// answer may cost on the wire, whatever its framing.
final class AnswerGate extends ChannelInboundHandlerAdapter {
  private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/'};

  private final long most;
  private final Runnable began;
  private final Consumer<String> fault;
  private int matched;
  private long bytes;

  /// @param most bytes for one answer
  /// @param fault closes the channel
  AnswerGate(long most, Runnable began, Consumer<String> fault) {
    this.most = most;
    this.began = began;
    this.fault = fault;
  }

  /// A request goes out: what comes next is a new answer.
  void expect() {
    matched = 0;
    bytes = 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf part && part.isReadable() && !passes(part)) {
      part.release();
    } else {
      context.fireChannelRead(message);
    }
  }

  private boolean passes(ByteBuf part) {
    if (bytes == 0) {
      began.run();
    }
    bytes += part.readableBytes();
    for (int i = part.readerIndex(); matched < PROTOCOL.length && i < part.writerIndex(); i++) {
      if (part.getByte(i) != PROTOCOL[matched++]) {
        fault.accept("the answer does not begin with HTTP/");
        return false;
      }
    }
    if (bytes > most) {
      fault.accept("more than " + most + " bytes on the wire for one answer");
      return false;
    }
    return true;
  }
}
