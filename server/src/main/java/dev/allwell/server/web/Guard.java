package dev.allwell.server.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches one connection on its event loop: a request must arrive in time and whole, and who is
/// answered before that gets to read the answer.
///
/// It stands behind the codec, where it sees requests and answers, with a [Gate] before the codec.
/// An answer that comes before the request's end closes the connection.
@SuppressWarnings("FutureReturnValueIgnored") // trouble is told by the promise or by the close
final class Guard extends ChannelDuplexHandler {

  private final Limits limits;
  private final Traffic traffic;
  private final Gate gate = new Gate();
  private @Nullable Future<?> deadline;
  private @Nullable HttpRequest held;
  private boolean inBody;
  private boolean answering;
  private boolean last;
  private boolean done;
  private boolean deaf;
  private int pending;
  private int owed;
  private Shape.@Nullable Fault fault;

  private Guard(Limits limits, Traffic traffic) {
    this.limits = limits;
    this.traffic = traffic;
  }

  /// Puts a guard around the codec of a fresh connection.
  static Guard post(ChannelPipeline pipeline, Limits limits, Traffic traffic) {
    var guard = new Guard(limits, traffic);
    pipeline.addBefore("httpDecoder", "gate", guard.gate);
    pipeline.addAfter("httpEncoder", "guard", guard);
    return guard;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest) {
      deaf |= last;
    }
    if (deaf || gate.lingering()) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      begin(ctx, request);
    } else {
      proceed(ctx, message);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    disarm();
    gate.forget();
    var found = Shape.fault(request);
    if (found.isPresent()) {
      ReferenceCountUtil.release(request);
      cut(ctx, found.get(), pending);
      return;
    }
    pending++;
    inBody = hasBody(request);
    if (inBody) {
      arm(ctx, limits.body(), "the body took too long");
      held = request;
    } else {
      ctx.fireChannelRead(request);
    }
  }

  /// Lets a request pass that waited for its body: one that is there already needs no close.
  private void release(ChannelHandlerContext ctx) {
    var request = held;
    if (request != null) {
      held = null;
      ctx.fireChannelRead(request);
    }
  }

  private void proceed(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpContent content && !content.decoderResult().isSuccess()) {
      ReferenceCountUtil.release(message);
      cut(
          ctx,
          new Shape.Fault(HttpResponseStatus.BAD_REQUEST, "the body is malformed"),
          pending - 1);
      return;
    }
    if (message instanceof LastHttpContent end) {
      if (inBody) {
        disarm();
        inBody = false;
      }
      gate.over(end.content());
    }
    release(ctx);
    ctx.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    release(ctx);
    time(ctx);
    ctx.fireChannelReadComplete();
  }

  /// Bounds the time of a request that has begun, once nothing before it is unanswered.
  private void time(ChannelHandlerContext ctx) {
    if (gate.sawBytes() && !inBody && pending == 0 && deadline == null && !last && !deaf) {
      arm(ctx, limits.header(), "the headers took too long");
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (done || gate.lingering()) {
      ReferenceCountUtil.release(message);
      // in its turn, for who closes the connection once this is written
      ctx.write(Unpooled.EMPTY_BUFFER, promise);
      return;
    }
    if (message instanceof HttpResponse response && response.status().code() >= 200) {
      answering = true;
      last |= (inBody && pending == 1) || endsWithConnection(response);
      if (last) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    if (message instanceof LastHttpContent) {
      complete(ctx, message, promise);
    } else {
      ctx.write(message, promise);
    }
  }

  private void complete(ChannelHandlerContext ctx, Object end, ChannelPromise promise) {
    answering = false;
    pending--;
    owed--;
    done = last;
    ctx.write(end, last ? promise.unvoid().addListener(written -> gate.linger()) : promise);
    var waiting = fault;
    if (waiting != null && owed == 0 && !last) {
      gate.answer(waiting.status(), waiting.reason());
    }
    time(ctx);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (gate.lingering()) {
      ctx.channel()
          .closeFuture()
          .addListener((ChannelFutureListener) closed -> promise.trySuccess());
    } else {
      ctx.close(promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    disarm();
    drop();
    ctx.fireChannelInactive();
  }

  /// Ends a fresh connection with an answer.
  void turnAway(HttpResponseStatus status, String reason) {
    deaf = true;
    gate.answer(status, reason);
  }

  /// Ends the connection with an answer to the request at fault, after the answers that are owed to
  /// those before it; or with the one that it is already being given.
  private void cut(ChannelHandlerContext ctx, Shape.Fault found, int before) {
    if (deaf || gate.lingering()) {
      return;
    }
    disarm();
    drop();
    traffic.cut();
    deaf = true;
    if (before > 0) {
      fault = found;
      owed = before;
      ctx.channel().config().setAutoRead(false);
    } else if (!answering) {
      gate.answer(found.status(), found.reason());
    }
  }

  private void arm(ChannelHandlerContext ctx, Duration time, String reason) {
    var late = new Shape.Fault(HttpResponseStatus.REQUEST_TIMEOUT, reason);
    deadline =
        ctx.executor()
            .schedule(
                () -> cut(ctx, late, inBody ? pending - 1 : pending),
                time.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void drop() {
    ReferenceCountUtil.release(held);
    held = null;
  }

  private void disarm() {
    var armed = deadline;
    if (armed != null) {
      armed.cancel(false);
      deadline = null;
    }
  }

  /// Whether nothing but the connection's end tells where the answer ends (RFC 9112, section 6.3).
  private static boolean endsWithConnection(HttpResponse response) {
    return response.protocolVersion().equals(HttpVersion.HTTP_1_0)
        && !HttpUtil.isContentLengthSet(response);
  }

  private static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }
}
