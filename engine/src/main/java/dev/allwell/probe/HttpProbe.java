package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.egress.Phase;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.Optional;

/// One attempt of an [HttpCheck]: a request, the redirects it leads to, and the last answer.
final class HttpProbe {
  private final HttpCheck check;
  private final Run run;
  private final HttpLane lane;
  private Hop hop;
  private int redirects;

  HttpProbe(HttpCheck check, Run run, HttpLane lane) {
    this.check = check;
    this.run = run;
    this.lane = lane;
    hop = Hop.first(check);
  }

  void start() {
    run.answered(0);
    Optional<HttpConnection> kept =
        check.conduct().keepAlive() ? lane.idle().take(destination()) : Optional.empty();
    if (kept.isPresent()) {
      run.hold(kept.get().channel());
      send(kept.get(), true);
    } else {
      dial();
    }
  }

  /// Asks once more on a fresh connection.
  void dial() {
    run.dial(destination(), this::connected);
  }

  HttpCheck check() {
    return check;
  }

  Destination destination() {
    boolean home = hop.place().endpoint().equals(check.endpoint());
    return hop.destination(
        home ? check.route() : check.route().elsewhere(), check.conduct().version());
  }

  /// Goes where an answer says, if it may. Where to is told by the origin alone: codes and tokens
  /// stand in the rest.
  void redirect(int status, String header) {
    Location to = Location.read(header, hop.place(), run.caps().location());
    if (redirects == check.conduct().redirects()) {
      run.end(Reason.TOO_MANY_REDIRECTS, "after " + redirects + " still on to " + to.shown());
      return;
    }
    redirects++;
    switch (to) {
      case Location.Place place -> {
        Hop next = hop.redirected(status, place);
        boolean bare = hop.place().tls() && !place.tls();
        if (bare && hop.secret()) {
          run.end(Reason.BLOCKED_BY_POLICY, "from https to http with secrets: " + to.shown());
        } else if (bare && !next.request().body().isEmpty()) {
          run.end(Reason.BLOCKED_BY_POLICY, "from https to http with a body: " + to.shown());
        } else {
          hop = next;
          start();
        }
      }
      case Location.Foreign foreign ->
          run.end(Reason.BLOCKED_BY_POLICY, "a redirect to " + foreign.shown());
      case Location.Nowhere nowhere ->
          run.end(Reason.BAD_RESPONSE, "a redirect to " + nowhere.shown());
    }
  }

  private void connected(Channel channel) {
    boolean agreed = hop.place().tls() && Http2Connection.agreed(channel);
    switch (check.conduct().version()) {
      case HTTP_1_1 -> send(new Http1Connection(channel, run.caps()), false);
      case HTTP_2 -> {
        if (agreed || !hop.place().tls()) {
          send(new Http2Connection(channel, run.caps()), false);
        } else {
          run.end(Reason.TLS_FAILED, "HTTP/2 was not agreed on in the handshake");
        }
      }
      case AUTO ->
          send(
              agreed
                  ? new Http2Connection(channel, run.caps())
                  : new Http1Connection(channel, run.caps()),
              false);
    }
  }

  private void send(HttpConnection connection, boolean reused) {
    run.enter(Phase.FIRST_BYTE);
    FullHttpRequest message = hop.message(check.conduct().keepAlive());
    long wire = run.caps().wire(check.conduct().maxBody());
    var exchange = new HttpExchange(this, run, lane, connection, reused);
    connection.send(message, wire, run.listening(message, exchange));
  }
}
