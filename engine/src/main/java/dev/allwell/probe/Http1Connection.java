package dev.allwell.probe;

import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 connection that carries one exchange at a time; between two it is idle, and anything
/// that then comes closes it. Used on one thread.
final class Http1Connection implements HttpConnection {
  private static final String GATE = "gate";

  private final Channel channel;
  private final Caps caps;
  private final AnswerGate gate;
  private Codec codec;
  private @Nullable Listener listenerOrNull;
  private @Nullable Runnable goneOrNull;
  private int interim;
  private boolean inInterim;

  /// Takes over a channel that stands.
  Http1Connection(Channel channel, Caps caps) {
    this.channel = channel;
    this.caps = caps;
    codec = new Codec(caps);
    gate = new AnswerGate(AnswerGate.HTTP_1, this::began, this::fault);
    channel.pipeline().addLast(GATE, gate).addLast(codec).addLast(new Answers());
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void send(FullHttpRequest request, long wire, Listener listener) {
    listenerOrNull = listener;
    interim = 0;
    if (request.method().equals(HttpMethod.HEAD)) {
      codec.answers().expectNoBody();
    }
    gate.expect(wire);
    channel
        .writeAndFlush(request)
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            thrown(sent.cause());
          }
        });
  }

  @Override
  public void park(Runnable gone) {
    goneOrNull = gone;
  }

  /// False also with bytes beyond the last answer in its decoder, which would be taken for the next
  /// one.
  @Override
  public boolean unpark() {
    goneOrNull = null;
    if (channel.isActive()) {
      channel.pipeline().remove(codec); // what it had left over comes to the end of the pipeline
    }
    if (channel.isActive()) {
      codec = new Codec(caps);
      channel.pipeline().addAfter(GATE, null, codec);
    }
    return channel.isActive();
  }

  @Override
  public void close() {
    listenerOrNull = null; // what still comes is let fall
    var _ = channel.close();
  }

  private void began() {
    if (listenerOrNull != null) {
      listenerOrNull.began();
    }
  }

  private void fault(String detail) {
    failed(Reason.BAD_RESPONSE, detail);
  }

  private void failed(Reason reason, String detail) {
    Listener listener = listenerOrNull;
    close();
    if (listener != null) {
      listener.failed(reason, detail);
    }
  }

  private void thrown(Throwable cause) {
    Listener listener = listenerOrNull;
    close();
    if (listener != null && Malformed.is(cause)) {
      listener.failed(Reason.BAD_RESPONSE, Malformed.words(cause, /* inBody= */ false, caps));
    } else if (listener != null) {
      listener.thrown(cause);
    }
  }

  private void object(HttpObject object) {
    Listener listener = listenerOrNull;
    if (listener == null) {
      close(); // an answer without a question, or the rest of one that nobody wants
    } else if (object.decoderResult().isFailure()) {
      malformed(object.decoderResult().cause(), !(object instanceof HttpResponse));
    } else if (object instanceof HttpResponse head && !known(head)) {
      fault("neither HTTP/1 nor a status of three digits");
    } else if (object instanceof HttpResponse head && !interim(head)) {
      if (head.headers().size() > caps.headerCount()) {
        fault("more than " + caps.headerCount() + " headers");
      } else {
        listener.head(new Head(head.status().code(), head.headers(), HttpUtil.isKeepAlive(head)));
      }
    } else if (object instanceof HttpContent content && !inInterim) {
      content(listener, content);
    } else if (object instanceof LastHttpContent) {
      inInterim = false;
    }
  }

  private void content(Listener listener, HttpContent content) {
    if (content.content().isReadable()) {
      listener.content(content.content());
    }
    if (content instanceof LastHttpContent && listener.equals(listenerOrNull)) {
      listenerOrNull = null;
      listener.ended();
    }
  }

  /// The decoder takes any version and any number: a status of 99 would pass for an interim one.
  private static boolean known(HttpResponse head) {
    int status = head.status().code();
    return head.protocolVersion().majorVersion() == 1 && status >= 100 && status <= 999;
  }

  private boolean interim(HttpResponse head) {
    inInterim =
        head.status().code() < HttpResponseStatus.OK.code()
            && !head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    if (inInterim && ++interim > caps.interim()) {
      fault("more than " + caps.interim() + " interim answers");
    }
    return inInterim;
  }

  private void malformed(Throwable cause, boolean inBody) {
    if (cause instanceof PrematureChannelClosureException) {
      failed(Reason.CLOSED_EARLY, "closed within the headers");
    } else {
      fault(Malformed.words(cause, inBody, caps));
    }
  }

  /// Of one exchange.
  private static final class Codec
      extends CombinedChannelDuplexHandler<AnswerDecoder, HttpRequestEncoder> {
    Codec(Caps caps) {
      super(new AnswerDecoder(caps), new HttpRequestEncoder());
    }

    AnswerDecoder answers() {
      return inboundHandler();
    }
  }

  /// The end of the pipeline.
  private final class Answers extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof HttpObject object) {
          object(object);
        } else {
          close(); // left over in a decoder
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (goneOrNull != null) {
        goneOrNull.run();
      }
      failed(Reason.CLOSED_EARLY, "closed before the answer was complete");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      thrown(cause);
    }
  }
}
