package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/// Waits for the end of a TLS handshake; leaves when it is a good one, keeps the rest quiet when
/// not. Used on one thread.
final class Handshake extends ChannelInboundHandlerAdapter {
  private static final int DEEPEST = 10;

  private final Certificates certificates;
  private final TlsCaps caps;
  private final HandshakeCap cap;
  private final SslHandler tls;
  private final boolean verified;
  private final Told told;
  private boolean over;

  private Handshake(
      Certificates certificates, TlsCaps caps, SslHandler tls, boolean verified, Told told) {
    this.certificates = certificates;
    this.caps = caps;
    this.tls = tls;
    this.verified = verified;
    this.told = told;
    cap =
        new HandshakeCap(
            caps.bytes(),
            () ->
                failed(
                    new Trouble(
                        Reason.TLS_FAILED,
                        "more than " + caps.bytes() / 1024 + " KiB for a handshake")));
  }

  /// Whoever waits for the end of a handshake; one of the two is told, once.
  interface Told {
    void done(Channel channel, Optional<CertificateFacts> facts);

    /// Perhaps before [#begin] returns.
    void failed(Trouble trouble, Optional<CertificateFacts> facts);
  }

  /// Shakes hands on a channel that stands.
  ///
  /// @return the one that shakes them; empty when `told` knows already that it cannot
  static Optional<Handshake> begin(Channel channel, Egress egress, Destination to, Told told) {
    SslHandler tls;
    try {
      tls = egress.tls().handler(channel.alloc(), to);
    } catch (UnusableTls unusable) {
      told.failed(
          new Trouble(Reason.TLS_FAILED, String.valueOf(unusable.getMessage())), Optional.empty());
      return Optional.empty();
    }
    var handshake =
        new Handshake(
            egress.certificates(), egress.tls().caps(), tls, to.route().tls().verify(), told);
    // it may fail while it is added
    channel.pipeline().get(Inlet.class).shaking();
    channel
        .pipeline()
        .addAfter(Inlet.NAME, null, handshake)
        .addAfter(Inlet.NAME, null, tls)
        .addAfter(Inlet.NAME, null, handshake.cap);
    channel.config().setAutoRead(true);
    return Optional.of(handshake);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent end)) {
      context.fireUserEventTriggered(event);
    } else if (end.isSuccess()) {
      done(context);
    } else {
      failed(end.cause());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    failed(new ClosedChannelException());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed(cause);
  }

  private void done(ChannelHandlerContext context) {
    if (!over) {
      over = true;
      context.pipeline().remove(cap);
      context.pipeline().remove(this);
      context.pipeline().get(Inlet.class).shaken();
      var _ = ShownChain.take(tls.engine()); // a session that is kept shall not keep it
      Optional<CertificateFacts> facts = certificates.of(tls.engine().getSession(), verified);
      int shown = facts.map(CertificateFacts::chainLength).orElse(0);
      if (shown > caps.chain()) { // BoringSSL shows a trust manager the first ten alone
        told.failed(new Trouble(Reason.TLS_CERTIFICATE, Fault.tooLong(shown, caps.chain())), facts);
      } else {
        told.done(context.channel(), facts);
      }
    }
  }

  private void failed(Throwable cause) {
    Throwable at = cause;
    for (int i = 0; i < DEEPEST && at != null && !(at instanceof Refused); i++) {
      at = at.getCause();
    }
    if (at instanceof Refused refused) {
      failed(
          new Trouble(Reason.TLS_CERTIFICATE, String.valueOf(refused.getMessage())),
          certificates.of(refused));
    } else {
      failed(trouble(cause));
    }
  }

  private void failed(Trouble trouble) {
    failed(trouble, shown());
  }

  /// What the server has shown so far, whether or not it is any good; told once.
  Optional<CertificateFacts> shown() {
    return over ? Optional.empty() : certificates.shown(tls.engine());
  }

  private void failed(Trouble trouble, Optional<CertificateFacts> facts) {
    if (!over) {
      over = true;
      told.failed(trouble, facts);
    }
  }

  private static Trouble trouble(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return new Trouble(Reason.TLS_FAILED, "closed during the handshake");
    }
    if (String.valueOf(cause.getMessage()).contains("certificate chain length")) {
      return new Trouble(Reason.TLS_CERTIFICATE, Fault.TOO_LONG); // the JDK's provider says so
    }
    return Trouble.talking(cause).orElseGet(() -> new Trouble(Reason.TLS_FAILED, cause.toString()));
  }
}
