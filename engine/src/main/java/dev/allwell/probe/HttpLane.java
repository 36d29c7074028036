package dev.allwell.probe;

import dev.allwell.format.MonitorDocument;
import io.netty.channel.EventLoop;

/// What one lane's http checks have in common: connections that wait for reuse, the judge of
/// bodies, and inflaters. Used on the lane's thread, but for [#close].
final class HttpLane implements AutoCloseable {
  private final EventLoop loop;
  private final IdleConnections idle;
  private final BodyJudge judge;
  private final Inflaters inflaters = new Inflaters();

  HttpLane(EventLoop loop, Caps caps) {
    this.loop = loop;
    judge = new BodyJudge(new MonitorDocument(caps.document()));
    idle = new IdleConnections(loop);
  }

  IdleConnections idle() {
    return idle;
  }

  BodyJudge judge() {
    return judge;
  }

  Inflaters inflaters() {
    return inflaters;
  }

  @Override
  public void close() {
    idle.close();
    loop.execute(inflaters::close);
  }
}
