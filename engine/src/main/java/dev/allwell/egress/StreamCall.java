package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.util.Optional;

/// A TCP connection, with TLS or without.
final class StreamCall extends Call {
  private final Destination to;
  private Optional<Handshake> handshake = Optional.empty();

  StreamCall(Egress egress, Destination to, Stopwatch watch, Caller caller) {
    super(egress, to.endpoint(), to.route(), watch, caller);
    this.to = to;
  }

  @Override
  public Optional<CertificateFacts> shown() {
    return handshake.flatMap(Handshake::shown);
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
