package dev.allwell.egress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/// What a name server may answer by TCP when the resolver asks it: messages of 8 KiB, which hold
/// 500 addresses. Stands before the resolver's own decoder, which reads the name of every record
/// and follows each pointer in it: 64 KiB of pointers to pointers held a lane for half a second, 8
/// KiB cost 4 ms.
final class BoundedAnswers extends LengthFieldBasedFrameDecoder {
  static final int LONGEST = 8 * 1024;
  private static final int PREFIX = 2;

  private final Sayings sayings;

  /// @param sayings told of an answer that is too long
  BoundedAnswers(Sayings sayings) {
    super(PREFIX + LONGEST, 0, PREFIX);
    this.sayings = sayings;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    sayings.tooLong();
    context.fireExceptionCaught(cause);
  }
}
