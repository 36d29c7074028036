package dev.allwell.egress;

import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The talk with a proxy on one channel, from the connect to the moment where whatever comes is the
/// target's. Netty's handler speaks; this listens to both sides of it: what the proxy answers
/// decides at once, and costs no more than a cap. Leaves nothing behind in the pipeline but the
/// [Inlet], which stands before it. There is no deadline here. Used on one thread.
final class Tunnel extends ChannelDuplexHandler {
  static final int MOST_HEARD = 16 * 1024;

  private final Proxy proxy;
  private final InetSocketAddress target;

  /// What the target said before anybody was there to hear it.
  private final List<Object> early = new ArrayList<>(0);

  private @Nullable Told toldOrNull;
  private @Nullable Channel doneOrNull;
  private @Nullable Trouble troubleOrNull;
  private @Nullable Throwable thrownOrNull;
  private boolean asked;
  private boolean settled;
  private boolean gone;

  /// @param target as the proxy is told it
  Tunnel(Proxy proxy, InetSocketAddress target) {
    this.proxy = proxy;
    this.target = target;
    asked = proxy.kind() == Proxy.Kind.HTTP; // nothing is said before
  }

  /// Whoever waits for a tunnel; one of the last two is told, once, perhaps at once.
  interface Told {
    /// The proxy has been asked for the target.
    void asked();

    /// What is heard from now on is the target's.
    void done(Channel channel);

    void failed(Trouble trouble);
  }

  /// Says who waits; the channel stands.
  void await(Told told) {
    toldOrNull = told;
    if (asked) {
      told.asked();
    }
    if (troubleOrNull != null) {
      told.failed(troubleOrNull);
    } else if (doneOrNull != null && settled) {
      hand(doneOrNull, told);
    }
  }

  /// Puts the talk in front of itself: the address is the proxy's, the way goes on to the target.
  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      @Nullable SocketAddress local,
      ChannelPromise promise) {
    ProxyHandler talk = talk(remote);
    talk.setConnectTimeoutMillis(0);
    ChannelPipeline pipeline = context.pipeline();
    pipeline.addAfter(Inlet.NAME, null, talk);
    pipeline.addBefore(pipeline.context(talk).name(), null, new Answers());
    pipeline.addAfter(Inlet.NAME, null, new Meter());
    talk.connectFuture().addListener((Future<Channel> end) -> ended(context.channel(), end));
    var _ = context.connect(target, local, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (troubleOrNull == null) {
      early.add(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  /// It is told where the talk ends; once that is over, by whoever comes next.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    thrownOrNull = cause;
    failed(broken(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    failed(broken(null));
  }

  private Trouble broken(@Nullable Throwable thrown) {
    return ProxyAnswer.broken(thrown, asked && proxy.kind() == Proxy.Kind.SOCKS5);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (doneOrNull == null || troubleOrNull != null) {
      forget();
    }
  }

  private ProxyHandler talk(SocketAddress remote) {
    Optional<Proxy.Login> login = proxy.login();
    return switch (proxy.kind()) {
      case SOCKS5 ->
          login
              .map(who -> new Socks5ProxyHandler(remote, who.username(), who.password().reveal()))
              .orElseGet(() -> new Socks5ProxyHandler(remote));
      case HTTP ->
          login
              .map(who -> new HttpProxyHandler(remote, who.username(), who.password().reveal()))
              .orElseGet(() -> new HttpProxyHandler(remote));
    };
  }

  private void ended(Channel channel, Future<Channel> end) {
    if (!end.isSuccess()) {
      failed(broken(end.cause()));
    } else if (troubleOrNull == null) {
      doneOrNull = channel;
      // what came in one breath with the answer is still on its way through Netty's handlers
      channel
          .eventLoop()
          .execute(() -> {
            settled = true;
            if (toldOrNull != null) {
              hand(channel, toldOrNull);
            }
          });
    }
  }

  private void failed(Trouble trouble) {
    if (troubleOrNull == null && doneOrNull == null) {
      troubleOrNull = trouble;
      forget();
      if (toldOrNull != null) {
        toldOrNull.failed(trouble);
      }
    }
  }

  private void hand(Channel channel, Told told) {
    ChannelPipeline pipeline = channel.pipeline();
    @Nullable ChannelHandlerContext inlet = pipeline.context(Inlet.class);
    if (inlet == null) { // it was closed and forgotten meanwhile
      forget();
      told.failed(ProxyAnswer.broken(null, true));
      return;
    }
    for (ChannelHandler ours : pipeline.toMap().values()) {
      if (!(ours instanceof Inlet)) {
        pipeline.remove(ours);
      }
    }
    told.done(channel);
    // it has been through the inlet, where what came later may be waiting
    List<Object> heard = List.copyOf(early);
    early.clear();
    for (Object message : heard) {
      inlet.fireChannelRead(message);
    }
    if (!heard.isEmpty()) {
      inlet.fireChannelReadComplete();
    }
    if (thrownOrNull != null) {
      inlet.fireExceptionCaught(thrownOrNull);
    }
    if (gone) {
      inlet.fireChannelInactive();
    }
  }

  private void forget() {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
  }

  /// Counts what the proxy sends, before it is looked at.
  private final class Meter extends ChannelInboundHandlerAdapter {
    private int heard;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      heard += message instanceof ByteBuf some ? some.readableBytes() : 0;
      if (heard > MOST_HEARD && doneOrNull == null) {
        ReferenceCountUtil.release(message);
        failed(
            new Trouble(
                Reason.PROXY_FAILED,
                "the proxy answers with more than " + MOST_HEARD / 1024 + " KiB"));
        var _ = context.close();
      } else {
        context.fireChannelRead(message);
      }
    }
  }

  /// Hears each answer as soon as its meaning is known, before Netty's handler does, which would
  /// wait for the end of it and keep only words.
  private final class Answers extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Optional<Trouble> trouble = ProxyAnswer.trouble(message, proxy);
      if (trouble.isPresent()) {
        ReferenceCountUtil.release(message);
        failed(trouble.get());
        var _ = context.close();
        return;
      }
      if (!asked && ProxyAnswer.admits(message)) {
        asked = true;
        if (toldOrNull != null) {
          toldOrNull.asked();
        }
      }
      context.fireChannelRead(message);
    }
  }
}
