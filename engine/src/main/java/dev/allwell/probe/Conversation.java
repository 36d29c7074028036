package dev.allwell.probe;

import dev.allwell.egress.Phase;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What is said and heard on a connection that stands: some bytes go out, and a pattern is to be
/// found anywhere in what came so far, of which the beginning is kept.
///
/// Everything heard is searched again when more comes, which a peer could turn against us byte by
/// byte. So as much is searched at once as one search of the largest talk for the widest pattern
/// may take; beyond that each search waits in proportion to all that were before it: at first 128
/// ms, and a share of the lane that becomes ever smaller (eight full searches in five seconds, of
/// 20 to 30 ms each at most). Used on one thread.
final class Conversation extends ChannelInboundHandlerAdapter {
  private static final long AT_ONCE = 1 << 21;
  private static final long WORK_A_MILLISECOND = 1 << 14;

  private final String send;
  private final Optional<Expectation> expect;
  private final Run run;
  private final Body heard;
  private long work;
  private boolean news;
  private @Nullable Future<?> searchOrNull;

  /// @param send bytes, one a character; empty for none
  Conversation(String send, Optional<Expectation> expect, Run run) {
    this.send = send;
    this.expect = expect;
    this.run = run;
    heard = new Body(run.caps().talks().heard());
  }

  /// Begins on a channel that is ready for it; ends the run.
  void begin(Channel channel) {
    run.enter(Phase.FIRST_BYTE);
    channel.pipeline().addLast(this);
    if (send.isEmpty()) {
      return;
    }
    ByteBuf bytes =
        ByteBufUtil.encodeString(
            channel.alloc(), CharBuffer.wrap(send), StandardCharsets.ISO_8859_1);
    channel
        .writeAndFlush(bytes)
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            run.thrown(sent.cause());
          } else if (expect.isEmpty()) {
            run.end(Reason.OK, "");
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof ByteBuf bytes && bytes.isReadable() && expect.isPresent()) {
        if (heard.length() == 0) {
          run.enter(Phase.TRANSFER);
        }
        heard.append(bytes, /* keep= */ true);
        news = true;
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (news && expect.isPresent() && !run.over()) {
      run.guarded(() -> consider(context.channel(), expect.get()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    settle();
    run.end(Reason.CLOSED_EARLY, "closed without a word");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    settle();
    run.thrown(cause);
  }

  private void consider(Channel channel, Expectation expected) {
    if (heard.truncated()) {
      settle();
    } else if (work + workOf(expected) <= AT_ONCE) {
      search(expected);
    } else if (searchOrNull == null) {
      searchOrNull =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    searchOrNull = null;
                    run.guarded(() -> search(expected));
                  },
                  1 + work / WORK_A_MILLISECOND,
                  TimeUnit.MILLISECONDS);
    }
  }

  private void search(Expectation expected) {
    if (news && !run.over()) {
      news = false;
      work += workOf(expected);
      if (expected.pattern().find(said())) {
        run.end(Reason.OK, "");
      }
    }
  }

  /// Steps times characters of a search of what came so far.
  private long workOf(Expectation expected) {
    return (long) expected.pattern().width() * heard.length();
  }

  /// Nothing more will be heard: what came decides, if anything did.
  private void settle() {
    if (searchOrNull != null) {
      searchOrNull.cancel(false);
    }
    if (expect.isPresent() && heard.length() > 0 && !run.over()) {
      run.guarded(() -> {
        search(expect.get());
        run.end(
            Reason.EXPECTATION_FAILED,
            "%sexpected %s, heard %s"
                .formatted(
                    heard.truncated() ? "in the first " + heard.length() + " bytes: " : "",
                    expect.get().text(),
                    said().shown()),
            heard.truncated(),
            Optional.empty());
      });
    }
  }

  private Said said() {
    return new Said(heard.bytes(), 0, heard.length());
  }
}
