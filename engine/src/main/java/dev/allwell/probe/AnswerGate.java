package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/// What stands before the decoder: it tells when an answer begins, turns away at its first bytes
/// what is not HTTP (a decoder would wait for a line's end until the deadline), and bounds what one
/// answer may cost on the wire, whatever its framing.
final class AnswerGate extends ChannelInboundHandlerAdapter {
  /// How every answer of HTTP/1 begins.
  static final byte[] HTTP_1 = {'H', 'T', 'T', 'P', '/'};

  /// No beginning in particular.
  static final byte[] ANY = {};

  private final byte[] beginning;
  private final Runnable began;
  private final Consumer<String> fault;
  private long most;
  private int matched;
  private long bytes;

  /// @param beginning the first bytes of an answer
  /// @param fault closes the channel
  AnswerGate(byte[] beginning, Runnable began, Consumer<String> fault) {
    this.beginning = beginning;
    this.began = began;
    this.fault = fault;
  }

  /// A request goes out: what comes next is a new answer.
  ///
  /// @param wire most bytes for it
  void expect(long wire) {
    most = wire;
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
    for (int i = part.readerIndex(); matched < beginning.length && i < part.writerIndex(); i++) {
      if (part.getByte(i) != beginning[matched++]) {
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
