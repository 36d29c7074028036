package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.probe.Probes;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The threads that lanes live on, each with its prober: these outlast a lane that is started anew.
final class LaneLoops implements AutoCloseable {
  private final EventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();
  private final List<Egress> egresses = new ArrayList<>();
  private final List<Probes> probers = new ArrayList<>();

  /// @param count of threads; at least 1
  LaneLoops(int count, Guard guard, Egress.Settings settings, Ticker ticker) {
    group =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("lane", true), settings.transport().ioHandlers());
    group.forEach(executor -> {
      var loop = (EventLoop) executor;
      loops.add(loop);
      var egress = new Egress(loop, ticker, guard, settings);
      egresses.add(egress);
      probers.add(new Probes(egress));
    });
  }

  int count() {
    return loops.size();
  }

  EventLoop loop(int index) {
    return loops.get(index);
  }

  Egress egress(int index) {
    return egresses.get(index);
  }

  Probes prober(int index) {
    return probers.get(index);
  }

  /// Closes what is connected and ends the threads. Blocks for a second at most.
  @Override
  public void close() {
    probers.forEach(Probes::close);
    egresses.forEach(Egress::close);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
