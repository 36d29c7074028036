package dev.allwell.egress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/// Where the bytes of a peer come in. A little passes at once, as most answers are; what comes
/// beyond that before we send again, and all that is encrypted, waits for its turn at the lane's
/// [Turnstile]. Until then no more is read of a peer that said much or goes on; of one that said a
/// little, reading is left on, since it mostly waits for our answer then, and to switch it off and
/// on are two calls of the kernel. First in each stream's pipeline; used on one thread.
///
/// The channel must be open to half closure, or it would be closed while bytes wait.
final class Inlet extends ChannelDuplexHandler {
  static final String NAME = "inlet";

  /// What a peer may say between two of our words without a turn.
  static final int FREE = 4096;

  /// Held at most: a peer that hangs up is read to its end, whatever is asked for.
  static final int MOST_HELD = 65_536;

  private final Turnstile turnstile;
  private final Queue<ByteBuf> held = new ArrayDeque<>(2);
  private int bytes;
  private int free = FREE;
  private boolean encrypted;
  private boolean shaking;
  private boolean waiting;
  private boolean ended;

  Inlet(Turnstile turnstile) {
    this.turnstile = turnstile;
  }

  /// Hands are shaken from here on: everything takes its turn.
  void shaking() {
    encrypted = true;
    shaking = true;
    free = 0;
  }

  /// Hands were shaken.
  void shaken() {
    shaking = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf some)) {
      context.fireChannelRead(message);
      return;
    }
    int length = some.readableBytes();
    if (held.isEmpty() && length <= free) {
      free -= length;
      context.fireChannelRead(some);
      return;
    }
    held.add(some);
    bytes += length;
    if (bytes > MOST_HELD) {
      passAll(context);
      return;
    }
    if (held.size() > 1 || length > FREE) {
      context.channel().config().setAutoRead(false);
    }
    takeTurn(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (held.isEmpty()) {
      context.fireChannelReadComplete();
    }
  }

  /// The peer will say no more: what it said before comes first.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended = true;
      endWhenAllCame(context);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  /// What an answer said before the connection broke is heard. A handshake is broken whatever it
  /// said, and too dear to be gone on with out of turn.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    hearOut(context);
    context.fireExceptionCaught(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    hearOut(context);
    context.fireChannelInactive();
  }

  /// Nothing is read while something waits. Nor after the end: epoll's channel knows a descriptor
  /// no more from which neither bytes nor their end are expected, and fails when it is asked to
  /// read.
  @Override
  public void read(ChannelHandlerContext context) {
    if (!ended && !waiting) {
      context.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    free = encrypted ? 0 : FREE;
    var _ = context.write(message, promise);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    drop();
    var _ = context.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    drop();
  }

  private void takeTurn(ChannelHandlerContext context) {
    if (!waiting) {
      waiting = true;
      turnstile.enter(() -> turn(context));
    }
  }

  private void turn(ChannelHandlerContext context) {
    waiting = false;
    if (!held.isEmpty()) {
      passOne(context);
    }
    if (!held.isEmpty()) {
      takeTurn(context);
    } else if (ended) {
      endWhenAllCame(context);
    } else if (context.channel().isOpen()) {
      context.channel().config().setAutoRead(true);
    }
  }

  private void hearOut(ChannelHandlerContext context) {
    if (shaking) {
      drop();
    } else {
      passAll(context);
    }
  }

  private void passAll(ChannelHandlerContext context) {
    while (!held.isEmpty()) {
      passOne(context);
    }
  }

  private void passOne(ChannelHandlerContext context) {
    ByteBuf one = held.remove();
    bytes -= one.readableBytes();
    context.fireChannelRead(one);
    context.fireChannelReadComplete();
  }

  private void endWhenAllCame(ChannelHandlerContext context) {
    if (ended && held.isEmpty()) {
      context
          .executor()
          .execute(() -> {
            var _ = context.close(); // later: epoll's channel is not done with the event
          });
    }
  }

  private void drop() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    bytes = 0;
  }
}
