package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.egress.Phase;
import dev.allwell.egress.Trouble;
import dev.allwell.format.MonitorDocument;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt of an [HttpCheck]: a request, the redirects it leads to, and the judgement of the
/// last answer.
///
/// An answer that its status alone decides (a redirect, an unexpected status) is done at its head:
/// what its body would do cannot change the outcome.
final class HttpProbe {
  private final HttpCheck check;
  private final Run run;
  private final IdleConnections idle;
  private Hop hop;
  private int redirects;

  HttpProbe(HttpCheck check, Run run, IdleConnections idle) {
    this.check = check;
    this.run = run;
    this.idle = idle;
    hop = Hop.first(check);
  }

  void start() {
    run.answered(0);
    Optional<HttpConnection> kept =
        check.conduct().keepAlive() ? idle.take(destination()) : Optional.empty();
    if (kept.isPresent()) {
      run.hold(kept.get().channel());
      send(kept.get(), true);
    } else {
      dial();
    }
  }

  private void dial() {
    run.dial(destination(), this::connected);
  }

  private void connected(Channel channel) {
    send(new HttpConnection(channel, run.caps()), false);
  }

  private void send(HttpConnection connection, boolean reused) {
    run.enter(Phase.FIRST_BYTE);
    connection.send(hop.message(check.conduct().keepAlive()), new Exchange(connection, reused));
  }

  private Destination destination() {
    boolean home = hop.place().endpoint().equals(check.endpoint());
    return hop.destination(home ? check.route() : check.route().elsewhere());
  }

  /// Where to is told by the origin alone: codes and tokens stand in the rest.
  private void redirect(int status, String header) {
    Location to = Location.read(header, hop.place());
    if (redirects == check.conduct().redirects()) {
      run.end(Reason.TOO_MANY_REDIRECTS, "after " + redirects + " still on to " + to.shown());
      return;
    }
    redirects++;
    switch (to) {
      case Location.Place place -> {
        if (hop.place().tls() && !place.tls() && hop.secret()) {
          run.end(Reason.BLOCKED_BY_POLICY, "from https to http with secrets: " + to.shown());
        } else {
          hop = hop.redirected(status, place);
          start();
        }
      }
      case Location.Foreign foreign ->
          run.end(Reason.BLOCKED_BY_POLICY, "a redirect to " + foreign.shown());
      case Location.Nowhere nowhere ->
          run.end(Reason.BAD_RESPONSE, "a redirect to " + nowhere.shown());
    }
  }

  private void judge(Body body) {
    HttpCheck.Format format = check.expect().format();
    Optional<Report> report =
        format == HttpCheck.Format.NONE
            ? Optional.empty()
            : MonitorDocument.read(body.bytes(), body.length());
    if (format != HttpCheck.Format.MONITOR || report.isPresent()) {
      run.end(Reason.OK, "", body.truncated(), report);
    } else if (body.truncated()) {
      run.end(Reason.BODY_TRUNCATED, "the document is longer than 64 KiB", true, report);
    } else {
      run.end(Reason.EXPECTATION_FAILED, "the body is no service-monitor document");
    }
  }

  private static boolean redirects(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /// One request and what comes back.
  private final class Exchange implements HttpConnection.Listener {
    private final HttpConnection connection;
    private final boolean reused;
    private final Body body = new Body(run.caps().body());
    private boolean began;
    private @Nullable HttpResponse headOrNull;

    Exchange(HttpConnection connection, boolean reused) {
      this.connection = connection;
      this.reused = reused;
    }

    @Override
    public void began() {
      began = true;
      run.enter(Phase.TRANSFER);
    }

    @Override
    public void head(HttpResponse head) {
      headOrNull = head;
      int status = head.status().code();
      run.answered(status);
      String location = head.headers().get(HttpHeaderNames.LOCATION);
      if (check.conduct().redirects() > 0 && location != null && redirects(status)) {
        connection.close();
        run.guarded(() -> redirect(status, location));
      } else if (!check.expect().status().contains(status)) {
        connection.close();
        run.end(
            Reason.UNEXPECTED_STATUS, "status " + status + ", expected " + check.expect().status());
      } else if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        connection.close();
        run.guarded(() -> judge(body));
      }
    }

    @Override
    public void content(ByteBuf part) {
      body.append(part, check.expect().format() != HttpCheck.Format.NONE);
      if (body.truncated()) {
        connection.close();
        run.guarded(() -> judge(body));
      }
    }

    @Override
    public void ended() {
      if (check.conduct().keepAlive() && headOrNull != null && HttpUtil.isKeepAlive(headOrNull)) {
        run.release();
        idle.put(destination(), connection);
      } else {
        connection.close();
      }
      run.guarded(() -> judge(body));
    }

    @Override
    public void failed(Reason reason, String detail) {
      if (reused && !began) {
        again();
      } else {
        run.end(reason, detail);
      }
    }

    @Override
    public void thrown(Throwable cause) {
      boolean broken =
          Trouble.talking(cause)
              .filter(t -> t.reason() == Reason.RESET || t.reason() == Reason.CLOSED_EARLY)
              .isPresent();
      if (reused && !began && broken) {
        again();
      } else {
        run.thrown(cause);
      }
    }

    /// The peer had closed the connection while it was idle: that says nothing about its health.
    private void again() {
      if (!run.over()) {
        run.guarded(HttpProbe.this::dial);
      }
    }
  }
}
