package dev.allwell.server.web;

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
  private boolean inBody;
  private boolean answering;
  private boolean last;
  private int pending;

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
    if (gate.lingering()) {
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
    pending++;
    last = false;
    var fault = Shape.fault(request);
    if (fault.isPresent()) {
      ReferenceCountUtil.release(request);
      cut(fault.get().status(), fault.get().reason());
      return;
    }
    inBody = hasBody(request);
    if (inBody) {
      arm(ctx, limits.body(), "the body took too long");
    }
    ctx.fireChannelRead(request);
  }

  private void proceed(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpContent content && !content.decoderResult().isSuccess()) {
      ReferenceCountUtil.release(message);
      cut(HttpResponseStatus.BAD_REQUEST, "the body is malformed");
      return;
    }
    if (message instanceof LastHttpContent && inBody) {
      disarm();
      gate.forget();
      inBody = false;
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (gate.sawBytes() && !inBody && pending == 0 && deadline == null) {
      arm(ctx, limits.header(), "the headers took too long");
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      if (response.status().code() < 200) {
        ctx.write(message, promise);
        return;
      }
      answering = true;
      last |= inBody && pending == 1;
      if (last) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    if (message instanceof LastHttpContent) {
      answering = false;
      pending--;
      ctx.write(message, last ? promise.unvoid().addListener(done -> gate.linger()) : promise);
      return;
    }
    ctx.write(message, promise);
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
    ctx.fireChannelInactive();
  }

  /// Ends the connection with an answer, unless one has already begun.
  void cut(HttpResponseStatus status, String reason) {
    if (gate.lingering()) {
      return;
    }
    disarm();
    traffic.cut();
    if (answering || pending > 1) {
      gate.close();
    } else {
      gate.answer(status, reason);
    }
  }

  private void arm(ChannelHandlerContext ctx, Duration time, String reason) {
    deadline =
        ctx.executor()
            .schedule(
                () -> cut(HttpResponseStatus.REQUEST_TIMEOUT, reason),
                time.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  private void disarm() {
    var armed = deadline;
    if (armed != null) {
      armed.cancel(false);
      deadline = null;
    }
  }

  private static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }
}
