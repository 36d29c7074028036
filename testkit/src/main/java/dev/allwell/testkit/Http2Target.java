package dev.allwell.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A well HTTP/2 server on 127.0.0.1, with TLS or by prior knowledge, that keeps its own log of
/// what arrived. One event loop.
public final class Http2Target implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Function<Arrival, Answer> answers;
  private final @Nullable SslContext tlsOrNull;
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Channel server;

  private Http2Target(Function<Arrival, Answer> answers, @Nullable SslContext tlsOrNull) {
    this.answers = answers;
    this.tlsOrNull = tlsOrNull;
    server =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Accepting())
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  /// What it says.
  public record Answer(int status, Map<String, String> headers, String body) {}

  /// A running target for peers that know what is spoken.
  public static Http2Target answering(Function<Arrival, Answer> answers) {
    return new Http2Target(answers, null);
  }

  /// A running target that agrees on `h2` in the handshake.
  public static Http2Target answeringOverTls(
      Certificate certificate, Function<Arrival, Answer> answers) {
    var alpn =
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            "h2");
    try {
      var tls =
          SslContextBuilder.forServer(certificate.key(), certificate.path())
              .sslProvider(SslProvider.JDK)
              .applicationProtocolConfig(alpn)
              .build();
      return new Http2Target(answers, tls);
    } catch (SSLException e) {
      throw new IllegalStateException("no server can show this certificate", e);
    }
  }

  public String host() {
    return address().getAddress().getHostAddress();
  }

  public int port() {
    return address().getPort();
  }

  /// Requests that were read to the end, in order of arrival; their `:authority` is their `Host`.
  public List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /// How many connections were accepted so far.
  public int accepted() {
    return accepted.get();
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /// A connection.
  private final class Accepting extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      int number = accepted.incrementAndGet();
      if (tlsOrNull != null) {
        channel.pipeline().addLast(tlsOrNull.newHandler(channel.alloc()));
      }
      channel
          .pipeline()
          .addLast(Http2FrameCodecBuilder.forServer().build())
          .addLast(
              new Http2MultiplexHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                      stream.pipeline().addLast(new Request(number));
                    }
                  }))
          .addLast(new Gone());
    }
  }

  /// What a peer that goes away leaves behind.
  private static final class Gone extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  /// One request of a connection.
  private final class Request extends ChannelInboundHandlerAdapter {
    private final int connection;
    private final StringBuilder body = new StringBuilder();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String line = "";

    Request(int connection) {
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      boolean end = false;
      if (message instanceof Http2HeadersFrame head) {
        head(head.headers());
        end = head.isEndStream();
      } else if (message instanceof Http2DataFrame data) {
        body.append(data.content().toString(StandardCharsets.UTF_8));
        end = data.isEndStream();
      }
      ReferenceCountUtil.release(message);
      if (end) {
        answer(context);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }

    private void head(Http2Headers head) {
      line = head.method() + " " + head.path() + " HTTP/2 " + head.scheme();
      for (Map.Entry<CharSequence, CharSequence> header : head) {
        headers.put(header.getKey().toString(), header.getValue().toString());
      }
      headers.put("Host", String.valueOf(head.authority()));
    }

    private void answer(ChannelHandlerContext context) {
      var arrival = new Arrival(System.nanoTime(), line, headers, body.toString(), connection);
      arrivals.add(arrival);
      Answer answer = answers.apply(arrival);
      var head = new DefaultHttp2Headers().status(Integer.toString(answer.status()));
      answer.headers().forEach((name, value) -> head.add(name.toLowerCase(Locale.ROOT), value));
      boolean empty = answer.body().isEmpty();
      var _ = context.write(new DefaultHttp2HeadersFrame(head, empty));
      if (!empty) {
        var content = Unpooled.copiedBuffer(answer.body(), StandardCharsets.ISO_8859_1);
        var _ = context.write(new DefaultHttp2DataFrame(content, true));
      }
      context.flush();
    }
  }
}
