package dev.allwell.egress;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// How the machine's sockets are driven. The event loops must be built from the same member as the
/// [Egress] on them.
public enum Transport {
  /// Linux, native.
  EPOLL,
  /// Everywhere.
  NIO;

  /// Sockets that a loop attends to before it looks at its clock again. What is dearest waits at
  /// the [Turnstile], but a long pattern still takes a millisecond: hundreds in one turn would make
  /// every check late that falls due.
  private static final int AT_A_TURN = 16;

  /// The fastest that works here.
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /// What an event loop group is built from.
  public IoHandlerFactory ioHandlers() {
    return switch (this) {
      case EPOLL -> EpollIoHandler.newFactory(AT_A_TURN, DefaultSelectStrategyFactory.INSTANCE);
      case NIO -> NioIoHandler.newFactory();
    };
  }

  SocketChannel stream() {
    return switch (this) {
      case EPOLL -> new EpollSocketChannel();
      case NIO -> new NioSocketChannel();
    };
  }

  DatagramChannel datagrams() {
    return switch (this) {
      case EPOLL -> new EpollDatagramChannel();
      case NIO -> new NioDatagramChannel();
    };
  }
}
