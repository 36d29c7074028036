package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A way out to a receiver that the operator named, with a thread of its own beneath: for
/// exporters, which wait for what they do.
///
/// The guard is not asked. It keeps those who may register services from leading a probe to where
/// they may not go; an operator's receiver is no target, nobody but the operator names it, nothing
/// that it answers is shown to anybody, and it may well be a neighbour that no probe may touch.
public final class Outlet implements AutoCloseable {
  private static final int MOST_ADDRESSES = 4;

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Names names;
  private final Bootstrap streams;

  /// @param thread what its thread is called
  public Outlet(String thread, Ticker ticker, Transport transport) {
    this(thread, ticker, transport, List.of());
  }

  /// @param nameServers asked in this order; empty for those of the system
  Outlet(String thread, Ticker ticker, Transport transport, List<InetSocketAddress> nameServers) {
    group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(thread, true), transport.ioHandlers());
    loop = (EventLoop) group.iterator().next();
    names =
        new Names(
            loop,
            ticker,
            transport,
            new Names.Asking(nameServers, IpChoice.PREFER_IPV4),
            new HostsFile(ticker, HostsFile.usual()));
    streams =
        new Bootstrap()
            .group(loop)
            .disableResolver()
            .channelFactory(transport::stream)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .handler(new Line.Deaf());
    switch (transport) {
      case EPOLL -> {
        streams.option(EpollChannelOption.TCP_USER_TIMEOUT, Line.TO_ACKNOWLEDGE_MILLIS);
        streams.option(EpollChannelOption.TCP_KEEPIDLE, Line.IDLE_SECONDS);
        streams.option(EpollChannelOption.TCP_KEEPINTVL, Line.IDLE_SECONDS);
      }
      case NIO -> {} // the kernel's own patience holds, which is some 15 minutes
    }
  }

  /// Opens a connection: the name is resolved anew, as long as its records have not said otherwise,
  /// and its first addresses are tried in turn. Blocks.
  ///
  /// @param patience with the name servers, and with each address
  /// @throws IOException telling why the last of them did not do
  public Line connect(Endpoint to, Duration patience) throws IOException, InterruptedException {
    if (Thread.interrupted()) { // a connection to a neighbour may stand before anybody would ask
      throw new InterruptedException();
    }
    var failure = new IOException(to.host() + " has no address");
    for (var found : addresses(to.host(), patience)) {
      var address = new InetSocketAddress(found, to.port());
      var attempt =
          streams
              .clone()
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(patience.toMillis()))
              .connect(address);
      try {
        attempt.await();
      } catch (InterruptedException e) {
        var _ = attempt.channel().close();
        throw e;
      }
      if (attempt.isSuccess()) {
        return new Line(attempt.channel());
      }
      var trouble = Trouble.connecting(attempt.cause()).at(address);
      failure = new IOException(trouble.detail(), attempt.cause());
    }
    throw failure;
  }

  private List<InetAddress> addresses(String host, Duration patience)
      throws IOException, InterruptedException {
    var answer = new CompletableFuture<List<InetAddress>>();
    loop.execute(() ->
        names.resolve(
            host,
            (addresses, _) -> answer.complete(addresses),
            trouble -> answer.completeExceptionally(new IOException(trouble.detail()))));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).stream()
          .limit(MOST_ADDRESSES)
          .toList();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("no name server answered for " + host, e);
    }
  }

  /// Closes what is connected and ends the thread. Blocks for two seconds at most.
  @Override
  public void close() {
    names.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
