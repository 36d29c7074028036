package dev.allwell.probe;

import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;

/// A connection that carries one HTTP exchange at a time, whichever version is spoken; between two
/// it is idle. Used on one thread.
interface HttpConnection {
  /// The beginning of an answer that is not an interim one.
  ///
  /// @param reusable whether the connection may carry another exchange once this one ended
  record Head(int status, HttpHeaders headers, boolean reusable) {}

  /// Whoever waits for an answer; told on the loop.
  interface Listener {
    /// The first byte of the answer came.
    void began();

    void head(Head head);

    /// A part of the body; not to be kept.
    void content(ByteBuf part);

    /// The answer is complete; the connection is idle.
    void ended();

    /// There will be no complete answer; the connection is of no further use.
    void failed(Reason reason, String detail);

    /// As the other, with what a handler threw.
    void thrown(Throwable cause);
  }

  Channel channel();

  /// Sends a request and tells of its answer.
  ///
  /// @param request as HTTP/1.1 would have it
  /// @param wire most bytes that the answer may cost, whatever its framing
  void send(FullHttpRequest request, long wire, Listener listener);

  /// It waits for reuse; whoever keeps it is told when it closes meanwhile.
  void park(Runnable gone);

  /// Takes it out of its wait; false when it is of no use any more.
  boolean unpark();

  /// Closes it; nobody is told of anything any more.
  void close();
}
