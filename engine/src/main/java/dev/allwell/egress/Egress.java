package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Proxy;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One lane's way out: resolves names, asks the guard, opens sockets, shakes hands. Everything here
/// is used on the lane's thread; only [#close] may be called from elsewhere.
public final class Egress implements AutoCloseable {
  private static final int LARGEST_DATAGRAM = 2048;

  /// Bytes read at once: no more than one record of TLS, which bounds what a turn costs.
  private static final int LEAST_READ = 64;

  private static final int FIRST_READ = 2048;
  private static final int MOST_READ = 16_384;

  private final EventLoop loop;
  private final Ticker ticker;
  private final Guard guard;
  private final Tls tls;
  private final Resolvers resolvers;
  private final Origins origins;
  private final Certificates certificates = new Certificates();
  private final Turnstile turnstile;
  private final Bootstrap streams;
  private final Bootstrap datagrams;

  /// @param loop must have been made from the settings' transport
  public Egress(EventLoop loop, Ticker ticker, Guard guard, Settings settings) {
    this.loop = loop;
    this.ticker = ticker;
    this.guard = guard;
    Transport transport = settings.transport();
    tls = settings.tls();
    turnstile = new Turnstile(loop, ticker);
    origins = new Origins(Origins::routed);
    resolvers = new Resolvers(loop, ticker, guard, settings);
    streams =
        bootstrap()
            .channelFactory(transport::stream)
            .handler(new Streams(turnstile))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true) // the inlet closes
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    // read one by one: epoll's loop would read on after a handler closed the channel, and the
    // descriptor may be another socket's by then
    datagrams =
        bootstrap()
            .channelFactory(transport::datagrams)
            .handler(new Nothing())
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(LARGEST_DATAGRAM).maxMessagesPerRead(1));
  }

  /// What all lanes share.
  ///
  /// @param nameServers asked in this order; empty for those of the system
  public record Settings(Transport transport, Tls tls, List<InetSocketAddress> nameServers) {
    public Settings {
      nameServers = List.copyOf(nameServers);
    }
  }

  public EventLoop loop() {
    return loop;
  }

  public Ticker ticker() {
    return ticker;
  }

  /// Opens a stream. There is no deadline here: whoever has one hangs up.
  ///
  /// @param watch is led through `RESOLVE`, `CONNECT` and `TLS`; with a proxy, through `PROXY` in
  ///   place of the first
  /// @param caller may be told before this returns
  public Dialing dial(Destination to, Stopwatch watch, Caller caller) {
    Proxy proxy = to.route().proxyOrNull();
    return started(
        proxy == null
            ? new StreamCall(this, to, watch, caller)
            : new ProxiedCall(this, proxy, to, watch, caller));
  }

  /// Shakes hands on a stream that was handed over in the clear. There is no deadline here: whoever
  /// holds the channel closes it, or hangs up, which does the same.
  ///
  /// @param watch enters `TLS`
  /// @param caller is told once, perhaps before this returns
  public Dialing secure(Channel channel, Destination to, Stopwatch watch, Caller caller) {
    watch.enter(Phase.TLS);
    var handshake =
        Handshake.begin(
            channel,
            this,
            to,
            new Handshake.Told() {
              @Override
              public void done(Channel shaken, Optional<CertificateFacts> facts) {
                facts.ifPresent(caller::certified);
                caller.connected(shaken);
              }

              @Override
              public void failed(Trouble trouble, Optional<CertificateFacts> facts) {
                facts.ifPresent(caller::certified);
                caller.failed(trouble.reason(), trouble.detail());
              }
            });
    return new Dialing() {
      @Override
      public void hangUp() {
        var _ = channel.close();
      }

      @Override
      public Optional<CertificateFacts> shown() {
        return handshake.flatMap(Handshake::shown);
      }
    };
  }

  /// Opens a UDP socket connected to one peer: it receives from nobody else.
  ///
  /// @param caller may be told before this returns
  public Dialing dialDatagrams(Destination to, Stopwatch watch, Caller caller) {
    return started(new DatagramCall(this, to, watch, caller));
  }

  /// Asks whether any name server answers anything, when names cannot be resolved.
  ///
  /// @param told once, on the loop
  public void askNameServers(Consumer<Boolean> told) {
    resolvers.rootQuestion().ask(told);
  }

  /// Closes the resolvers. Channels that were handed over are their callers'.
  @Override
  public void close() {
    resolvers.close();
  }

  Guard guard() {
    return guard;
  }

  Origins origins() {
    return origins;
  }

  Resolvers resolvers() {
    return resolvers;
  }

  Certificates certificates() {
    return certificates;
  }

  Turnstile turnstile() {
    return turnstile;
  }

  Tls tls() {
    return tls;
  }

  Bootstrap streams() {
    return streams;
  }

  Bootstrap datagrams() {
    return datagrams;
  }

  private static Dialing started(Call call) {
    call.watched(call::start);
    return call;
  }

  private Bootstrap bootstrap() {
    return new Bootstrap().group(loop).disableResolver().option(ChannelOption.AUTO_READ, false);
  }

  /// Each stream begins with an inlet; the other handlers come when the channel stands.
  @ChannelHandler.Sharable
  private static final class Streams extends ChannelInitializer<Channel> {
    private final Turnstile turnstile;

    private Streams(Turnstile turnstile) {
      this.turnstile = turnstile;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addFirst(Inlet.NAME, new Inlet(turnstile));
    }
  }

  /// Netty wants a first handler; ours come when the channel stands.
  @ChannelHandler.Sharable
  private static final class Nothing extends ChannelInboundHandlerAdapter {}
}
