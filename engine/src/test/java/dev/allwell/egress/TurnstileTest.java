package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final int PIECES = 10_000;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, Transport.best().ioHandlers());
  private final EventLoop loop = group.next();
  private final AtomicLong nanos = new AtomicLong();
  private final Turnstile turnstile = new Turnstile(loop, nanos::get);
  private final List<String> order = new ArrayList<>();

  @AfterEach
  void end() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void runsPiecesInTheOrderOfTheirComingAndNoneAtOnce() {
    onLoop(() -> {
      turnstile.enter(() -> order.add("first"));
      turnstile.enter(() -> order.add("second"));
      order.add("entered");
    });
    awaitOrder(3);
    assertThat(order).containsExactly("entered", "first", "second");
  }

  @Test
  void whatIsExecutedMeanwhileComesBetweenTwoShares() {
    onLoop(() -> {
      turnstile.enter(() -> {
        order.add("first");
        loop.execute(() -> order.add("other"));
        nanos.addAndGet(Turnstile.SHARE - 1);
      });
      turnstile.enter(() -> {
        order.add("of the same share");
        nanos.addAndGet(1);
      });
      turnstile.enter(() -> order.add("of the next"));
    });
    awaitOrder(4);
    assertThat(order).containsExactly("first", "of the same share", "other", "of the next");
  }

  @Test
  void socketsAreSeenToBetweenTwoShares() throws Exception {
    var connected = new CompletableFuture<Integer>();
    var run = new AtomicInteger();
    try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
      onLoop(() -> {
        new Bootstrap()
            .group(loop)
            .channelFactory(Transport.best()::stream)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(address)
            .addListener(
                (ChannelFutureListener)
                    opened -> {
                      connected.complete(run.get());
                      var _ = opened.channel().close();
                    });
        for (int i = 0; i < PIECES; i++) {
          turnstile.enter(() -> {
            run.incrementAndGet();
            nanos.addAndGet(Turnstile.SHARE);
          });
        }
      });
      assertThat(connected.get(30, TimeUnit.SECONDS)).as("pieces before").isLessThan(PIECES);
    }
  }

  @Test
  void aPieceThatThrowsDoesNotHoldTheOthersUp() {
    onLoop(() -> {
      turnstile.enter(() -> {
        order.add("thrown");
        throw new IllegalStateException("a bug in a piece");
      });
      turnstile.enter(() -> order.add("next"));
    });
    awaitOrder(2);
    assertThat(order).containsExactly("thrown", "next");
    onLoop(() -> assertThat(turnstile.waiting()).isZero());
  }

  @Test
  void aPieceMayBringAnother() {
    onLoop(() ->
        turnstile.enter(() -> {
          order.add("first");
          turnstile.enter(() -> order.add("brought"));
        }));
    awaitOrder(2);
    assertThat(order).containsExactly("first", "brought");
  }

  private void onLoop(Runnable task) {
    loop.submit(task).syncUninterruptibly();
  }

  private void awaitOrder(int size) {
    var seen = new CountDownLatch(1);
    onLoop(() -> look(size, seen));
    try {
      assertThat(seen.await(30, TimeUnit.SECONDS)).as("only %s", order).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void look(int size, CountDownLatch seen) {
    if (order.size() >= size) {
      seen.countDown();
    } else {
      var _ = loop.schedule(() -> look(size, seen), 1, TimeUnit.MILLISECONDS);
    }
  }
}
