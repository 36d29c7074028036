package dev.allwell.probe;

import dev.allwell.egress.Caller;
import dev.allwell.egress.Destination;
import dev.allwell.egress.Egress;
import dev.allwell.model.Attempt;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Check;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An attempt that is watched: the same as any other, and each step is told to a [Trace].
final class TracedRun extends Run {
  private final Trace trace;
  private final Set<String> marked;
  private @Nullable Hearing hearingOrNull;

  TracedRun(
      Egress egress, Caps caps, Check check, long limitNanos, Trace trace, Consumer<Attempt> done) {
    super(
        egress,
        caps,
        check.endpoint(),
        limitNanos,
        seen -> {
          trace.outcome(seen);
          done.accept(seen);
        });
    this.trace = trace;
    this.marked =
        check instanceof HttpCheck http
            ? http.request().secretHeaders().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet())
            : Set.of();
    trace.begin();
  }

  @Override
  void dial(Destination to, Consumer<Channel> then) {
    trace.dialing(to.endpoint().toString(), to.tls());
    super.dial(to, then);
  }

  @Override
  void dialDatagrams(Destination to, Consumer<Channel> then) {
    trace.dialing(to.endpoint().toString(), false);
    super.dialDatagrams(to, then);
  }

  @Override
  void heardBy(Hearing hearing) {
    tellHeard();
    hearingOrNull = hearing;
  }

  @Override
  void end(Ruling ruling, boolean truncated) {
    if (!over()) {
      tellHeard();
    }
    super.end(ruling, truncated);
  }

  private void tellHeard() {
    if (hearingOrNull != null) {
      trace.heard(hearingOrNull.heard());
    }
  }

  @Override
  HttpConnection.Listener listening(FullHttpRequest request, HttpConnection.Listener listener) {
    trace.request(request, marked);
    return new Tap(listener);
  }

  @Override
  Caller caller(Consumer<Channel> then) {
    var caller = super.caller(then);
    return new Caller() {
      @Override
      public void resolved(List<InetAddress> addresses) {
        trace.resolved(addresses);
      }

      @Override
      public void proxied(Proxy proxy, Endpoint target, boolean unseen) {
        trace.proxied(proxy.origin(), target.toString(), unseen);
      }

      @Override
      public void connected(Channel channel) {
        trace.connected(channel.remoteAddress());
        caller.connected(channel);
      }

      @Override
      public void certified(CertificateFacts facts) {
        trace.certificate(facts);
        caller.certified(facts);
      }

      @Override
      public void failed(Reason reason, String detail) {
        trace.notConnected(reason.code(), detail);
        caller.failed(reason, detail);
      }
    };
  }

  /// Hears what the exchange hears.
  private final class Tap implements HttpConnection.Listener {
    private final HttpConnection.Listener listener;

    Tap(HttpConnection.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void began() {
      listener.began();
    }

    @Override
    public void head(HttpConnection.Head head) {
      trace.answer(head.status(), head.headers());
      listener.head(head);
    }

    @Override
    public void content(ByteBuf part) {
      listener.content(part);
    }

    @Override
    public void ended() {
      listener.ended();
    }

    @Override
    public void failed(Reason reason, String detail) {
      listener.failed(reason, detail);
    }

    @Override
    public void thrown(Throwable cause) {
      listener.thrown(cause);
    }
  }
}
