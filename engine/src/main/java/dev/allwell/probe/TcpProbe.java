package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.model.Reason;
import dev.allwell.model.TcpCheck;
import io.netty.channel.Channel;
import java.util.Optional;

/// One attempt of a [TcpCheck]: connects, shakes hands when asked to (at once, or after agreeing on
/// it in the clear), says and hears what it is told to, and closes.
final class TcpProbe {
  private final TcpCheck check;
  private final Run run;
  private final Patterns patterns;

  TcpProbe(TcpCheck check, Run run, Patterns patterns) {
    this.check = check;
    this.run = run;
    this.patterns = patterns;
  }

  void start() {
    run.dial(new Destination(check.endpoint(), check.tls(), check.route()), this::connected);
  }

  private void connected(Channel channel) {
    if (check.talk().startTls().isPresent()) {
      var opening = Opening.of(check.talk().startTls().get(), check.endpoint().host(), channel);
      new Negotiation(opening, run, this::secure).begin(channel);
    } else {
      talk(channel);
    }
  }

  private void secure(Channel channel) {
    run.secure(
        channel, new Destination(check.endpoint(), /* tls= */ true, check.route()), this::talk);
  }

  private void talk(Channel channel) {
    TcpCheck.Talk talk = check.talk();
    if (talk.send().isEmpty() && talk.expect().isEmpty()) {
      // closed within its own connect, a channel fails it with an exception that costs a stack
      // trace
      channel.eventLoop().execute(() -> run.end(Reason.OK, ""));
    } else {
      var expect =
          talk.expect().isEmpty()
              ? Optional.<Expectation>empty()
              : Optional.of(new Expectation(talk.expect(), patterns.of(talk.expect())));
      new Conversation(talk.send(), expect, run).begin(channel);
    }
  }
}
