package dev.allwell.testkit.fleet;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/// Services 0 to n-1 at `http://127.0.0.1:port/s/<i>`, each well at once or, when it is a black
/// hole, accepting and never answering. Every request is logged when its first bytes arrive.
public final class Fleet implements AutoCloseable {
  private static final ByteBuf OK =
      Unpooled.unreleasableBuffer(
              Unpooled.copiedBuffer(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                  StandardCharsets.US_ASCII))
          .asReadOnly();

  private final EventLoopGroup loops;
  private final Channel listener;
  private final ArrivalLog log;

  private Fleet(int services, IntPredicate blackHole) {
    log = new ArrivalLog(services);
    loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("fleet", true), NioIoHandler.newFactory());
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Answering(log, blackHole));
                  }
                });
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    listener = bootstrap.bind(address).syncUninterruptibly().channel();
  }

  /// All of them well.
  public static Fleet of(int services) {
    return new Fleet(services, service -> false);
  }

  /// Some of them black holes.
  ///
  /// @param blackHole which services never answer
  public static Fleet of(int services, IntPredicate blackHole) {
    return new Fleet(services, blackHole);
  }

  /// The url of service `i`.
  public String url(int service) {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return "http://127.0.0.1:" + port + "/s/" + service;
  }

  public ArrivalLog log() {
    return log;
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static final class Answering extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int PATH = "GET /s/".length();

    private final ArrivalLog log;
    private final IntPredicate blackHole;
    private boolean asked;

    private Answering(ArrivalLog log, IntPredicate blackHole) {
      this.log = log;
      this.blackHole = blackHole;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
      if (asked) {
        return;
      }
      asked = true;
      int service = service(request);
      log.add(service, System.nanoTime());
      if (!blackHole.test(service)) {
        context.writeAndFlush(OK.duplicate()).addListener(ChannelFutureListener.CLOSE);
      }
    }

    /// The number in `GET /s/123 HTTP/1.1`; a request this short comes in one piece.
    private static int service(ByteBuf request) {
      int service = 0;
      for (int i = request.readerIndex() + PATH; i < request.writerIndex(); i++) {
        int digit = request.getByte(i) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        service = service * 10 + digit;
      }
      return service;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }
}
