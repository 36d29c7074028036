package dev.allwell.probe;

import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection that carries one exchange at a time. Whatever the target sends beside its
/// answer is counted, and all its bytes are, so that no flood goes on for long.
final class Http2Connection implements HttpConnection {
  /// As it is offered in a handshake.
  static final String PROTOCOL = "h2";

  private static final Set<String> OF_HTTP_1 = Set.of("host", "connection");
  private static final AsciiString[] LOOKED_AT = {
    HttpHeaderNames.LOCATION, HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.CONTENT_ENCODING
  };

  private final Channel channel;
  private final Caps caps;
  private final AnswerGate gate;
  private final Http2Handler handler;
  private @Nullable Listener listenerOrNull;
  private @Nullable Runnable goneOrNull;
  private int stream = -1;
  private int interim;
  private int control;
  private long body;
  private long around;
  private boolean spoken;
  private boolean began;
  private boolean headed;
  private boolean leaving;

  /// Takes over a channel that stands.
  Http2Connection(Channel channel, Caps caps) {
    this.channel = channel;
    this.caps = caps;
    gate = new AnswerGate(AnswerGate.ANY, () -> {}, this::fault);
    handler = Http2Handler.of(caps, new Http2Frames(this), new Breaches());
    channel.pipeline().addLast(gate).addLast(handler).addLast(new End());
  }

  /// Whether the handshake on a channel agreed on it.
  static boolean agreed(Channel channel) {
    @Nullable SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls != null && PROTOCOL.equals(tls.applicationProtocol());
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void send(FullHttpRequest request, long wire, Listener listener) {
    listenerOrNull = listener;
    interim = 0;
    control = 0;
    body = 0;
    around = 0;
    began = false;
    headed = false;
    gate.expect(wire);
    ChannelHandlerContext context = channel.pipeline().context(handler);
    stream += 2;
    ByteBuf body = request.content();
    boolean empty = !body.isReadable();
    var encoder = handler.encoder();
    sent(encoder.writeHeaders(context, stream, headers(request), 0, empty, context.newPromise()));
    if (empty) {
      body.release();
    } else {
      sent(encoder.writeData(context, stream, body, 0, true, context.newPromise()));
    }
    channel.flush();
  }

  @Override
  public void park(Runnable gone) {
    goneOrNull = gone;
    if (leaving) {
      close();
    }
  }

  @Override
  public boolean unpark() {
    goneOrNull = null;
    return channel.isActive() && !leaving && stream < Integer.MAX_VALUE - 2;
  }

  @Override
  public void close() {
    listenerOrNull = null;
    var _ = channel.close();
  }

  /// A SETTINGS frame came: HTTP/2 is spoken.
  void settings() {
    spoken = true;
    control();
  }

  /// A frame came that is not of the answer.
  void control() {
    if (++control > caps.control()) {
      fault("more than " + caps.control() + " control frames for one answer");
    }
  }

  /// Our settings forbid it, but the codec holds a peer to them only once it confirmed them.
  void pushed() {
    fault("a push that was not asked for");
  }

  void headers(int id, Http2Headers headers, boolean end) {
    Listener listener = listenerOrNull;
    if (id != stream || listener == null) {
      return;
    }
    if (!began) {
      began = true;
      listener.began();
    }
    if (!headed) {
      head(listener, headers, end);
    }
    if (end && listener.equals(listenerOrNull)) {
      finish(listener);
    }
  }

  /// @param head bytes of the frame that are no content
  void data(int id, ByteBuf data, int head, boolean end) {
    Listener listener = listenerOrNull;
    if (id != stream || listener == null) {
      return;
    }
    if (!headed) {
      fault("a body before any headers");
      return;
    }
    body += data.readableBytes();
    around += head;
    if (caps.overframed(around, body)) {
      fault(caps.overframing());
      return;
    }
    if (data.isReadable()) {
      listener.content(data);
    }
    if (end && listener.equals(listenerOrNull)) {
      finish(listener);
    }
  }

  void reset(int id, long code) {
    if (id == stream) {
      failed(Reason.RESET, "the request was reset: " + Http2Handler.name(code));
    } else {
      control();
    }
  }

  /// The peer takes no more requests, and none after `last`.
  void goAway(int last, long code) {
    leaving = true;
    if (listenerOrNull == null) {
      close();
    } else if (stream > last) {
      failed(Reason.CLOSED_EARLY, "the request was turned away: " + Http2Handler.name(code));
    } else {
      control();
    }
  }

  private void head(Listener listener, Http2Headers headers, boolean end) {
    int status = status(headers.status());
    if (status < 100 || status == 101) {
      fault("a status that is none");
    } else if (status < 200) {
      if (end || ++interim > caps.interim()) {
        fault("more than " + caps.interim() + " interim answers, or nothing after one");
      }
    } else if (headers.size() > caps.headerCount()) {
      fault("more than " + caps.headerCount() + " headers");
    } else {
      headed = true;
      listener.head(new Head(status, lookedAt(headers), !leaving));
    }
  }

  private void finish(Listener listener) {
    listenerOrNull = null;
    listener.ended();
  }

  private void sent(ChannelFuture future) {
    future.addListener(done -> {
      if (!done.isSuccess()) {
        if (done.cause() instanceof Http2Exception breach) {
          fault(handler.words(breach));
        } else {
          thrown(done.cause());
        }
      }
    });
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
    if (listener != null) {
      listener.thrown(cause);
    }
  }

  private Http2Headers headers(FullHttpRequest request) {
    boolean tls = channel.pipeline().get(SslHandler.class) != null;
    var headers =
        new DefaultHttp2Headers()
            .method(request.method().asciiName())
            .scheme(tls ? "https" : "http")
            .authority(request.headers().get(HttpHeaderNames.HOST))
            .path(request.uri());
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!OF_HTTP_1.contains(name)) {
        headers.add(name, header.getValue());
      }
    }
    return headers;
  }

  private static HttpHeaders lookedAt(Http2Headers headers) {
    var kept = new DefaultHttpHeaders();
    for (AsciiString name : LOOKED_AT) {
      for (CharSequence value : headers.getAll(name)) {
        kept.add(name, value);
      }
    }
    return kept;
  }

  private static int status(@Nullable CharSequence text) {
    if (text == null || text.length() != 3) {
      return 0;
    }
    int status = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      status = status * 10 + digit;
    }
    return status;
  }

  /// Errors of the protocol.
  private final class Breaches implements Http2Handler.Errors {
    @Override
    public void broken(String words) {
      fault(spoken ? words : "the answer is not HTTP/2");
    }

    @Override
    public void thrown(Throwable cause) {
      Http2Connection.this.thrown(cause);
    }
  }

  /// The end of the pipeline.
  private final class End extends ChannelInboundHandlerAdapter {
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
