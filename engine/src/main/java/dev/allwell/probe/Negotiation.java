package dev.allwell.probe;

import dev.allwell.egress.Phase;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Leads a connection through an [Opening] to the moment where hands are shaken.
///
/// What comes in the clear after the peer agreed is somebody else's word put in front of the
/// protected talk (CVE-2011-0411, CVE-2021-23222): it ends the run. Used on one thread.
final class Negotiation extends ChannelInboundHandlerAdapter {
  private final Opening opening;
  private final Run run;
  private final Consumer<Channel> agreed;
  private final Unread unread;

  /// @param agreed shakes hands
  Negotiation(Opening opening, Run run, Consumer<Channel> agreed) {
    this.opening = opening;
    this.run = run;
    this.agreed = agreed;
    unread = new Unread(run.caps().talks().clear());
  }

  void begin(Channel channel) {
    run.enter(Phase.FIRST_BYTE);
    channel.pipeline().addLast(this);
    say(channel, opening.first());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof ByteBuf bytes && bytes.isReadable()) {
        if (unread.silent()) {
          run.enter(Phase.TRANSFER);
        }
        unread.add(bytes);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /// Not earlier: what came along with the peer's word is to be seen with it.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!run.over()) {
      run.guarded(() -> listen(context));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    run.end(Reason.CLOSED_EARLY, "closed before TLS was agreed on");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    run.thrown(cause);
  }

  private void listen(ChannelHandlerContext context) {
    boolean more = true;
    while (more) {
      more = false;
      switch (opening.heard(unread)) {
        case Opening.Move.Wait() -> {
          if (unread.overflown()) {
            run.end(Reason.BAD_RESPONSE, "more than " + unread.most() + " bytes without TLS");
          }
        }
        case Opening.Move.Say(String bytes) -> {
          say(context.channel(), bytes);
          more = true;
        }
        case Opening.Move.Shake(String bytes) -> shake(context, bytes);
        case Opening.Move.Refused(String words) ->
            run.end(Reason.TLS_FAILED, "TLS was refused: " + words);
        case Opening.Move.Garbled(String words) -> run.end(Reason.BAD_RESPONSE, words);
      }
    }
  }

  private void shake(ChannelHandlerContext context, String bytes) {
    if (unread.left() > 0 || unread.overflown()) {
      run.end(
          Reason.BAD_RESPONSE,
          "after TLS was agreed on, more came in the clear: " + unread.rest().shown());
      return;
    }
    say(context.channel(), bytes);
    context.pipeline().remove(this);
    agreed.accept(context.channel());
  }

  private void say(Channel channel, String bytes) {
    if (!bytes.isEmpty()) {
      ByteBuf buffer =
          ByteBufUtil.encodeString(
              channel.alloc(), CharBuffer.wrap(bytes), StandardCharsets.ISO_8859_1);
      channel
          .writeAndFlush(buffer)
          .addListener(sent -> {
            if (!sent.isSuccess()) {
              run.thrown(sent.cause());
            }
          });
    }
  }
}
