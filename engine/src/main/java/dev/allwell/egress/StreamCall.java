package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.util.Optional;

/// A TCP connection, with TLS or without.
class StreamCall extends Call {
  private final Destination to;
  private Optional<Handshake> handshake = Optional.empty();

  StreamCall(Egress egress, Destination to, Stopwatch watch, Caller caller) {
    super(egress, to.endpoint(), to.route(), watch, caller);
    this.to = to;
  }

  /// By way of a proxy, which alone is resolved and called here.
  StreamCall(Egress egress, Proxy proxy, Destination to, Stopwatch watch, Caller caller) {
    super(egress, proxy.endpoint(), Route.DEFAULT, watch, caller);
    this.to = to;
  }

  final Destination to() {
    return to;
  }

  @Override
  public Optional<CertificateFacts> shown() {
    return handshake.flatMap(Handshake::shown);
  }

  /// Of the target, whoever is called.
  @Override
  Optional<Trouble> wrongPort() {
    int port = to.endpoint().port();
    Guard.Ruling ruling = to.http() ? egress().guard().rulingOfHttp(port) : Guard.Ruling.ALLOWED;
    return ruling == Guard.Ruling.ALLOWED
        ? Optional.empty()
        : Optional.of(new Trouble(Reason.BLOCKED_BY_POLICY, port + " is " + ruling.words()));
  }

  @Override
  Bootstrap bootstrap() {
    return egress().streams();
  }

  @Override
  void stands(Channel channel) {
    if (!to.tls()) {
      handOver(channel);
      return;
    }
    watch().enter(Phase.TLS);
    handshake =
        Handshake.begin(
            channel,
            egress(),
            to,
            new Handshake.Told() {
              @Override
              public void done(Channel shaken, Optional<CertificateFacts> facts) {
                watched(() -> {
                  facts.ifPresent(caller()::certified);
                  handOver(shaken);
                });
              }

              @Override
              public void failed(Trouble trouble, Optional<CertificateFacts> facts) {
                watched(() -> {
                  facts.ifPresent(caller()::certified);
                  fail(trouble);
                });
              }
            });
  }
}
