package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Endpoint;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// How we shake hands, TLS 1.2 and 1.3: by BoringSSL where its native code fits, else by the JDK.
///
/// Made once and shared by all lanes: reading the trust store takes a moment. Every handshake is a
/// full one unless its settings say otherwise, because a resumed session does not show its
/// certificate again. To be closed after the last lane. Any thread.
public final class Tls implements AutoCloseable {
  private final TlsCaps caps;
  private final TlsContexts contexts;

  private Tls(TlsCaps caps, TlsContexts contexts) {
    this.caps = caps;
    this.contexts = contexts;
  }

  /// Trusts what the JDK trusts, by its own provider or by BoringSSL.
  ///
  /// @param also authorities, or single certificates, that are trusted besides
  public static Tls create(List<X509Certificate> also) {
    return create(also, best(), TlsCaps.DEFAULT, Ticker.SYSTEM);
  }

  /// As the other, with caps of one's own.
  public static Tls create(List<X509Certificate> also, TlsCaps caps) {
    return create(also, best(), caps, Ticker.SYSTEM);
  }

  static Tls create(List<X509Certificate> also, SslProvider provider, TlsCaps caps, Ticker ticker) {
    try {
      var recipe =
          new TlsRecipe(provider, Trust.jdkAnd(also), caps.chain(), InstantSource.system());
      return new Tls(caps, new TlsContexts(recipe, ticker, TlsContexts.MOST));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up with the JDK's trust store", e);
    }
  }

  /// The handler that shakes hands with a server, by its own name or the one that the settings give
  /// it.
  ///
  /// @throws UnusableTls when no handshake can be made from the settings
  SslHandler handler(ByteBufAllocator allocator, Destination to) throws UnusableTls {
    SslContext context = contexts.take(TlsContexts.Key.of(to));
    try {
      Endpoint server = to.endpoint();
      var name = to.route().tls().serverNameOrNull();
      var handler =
          context.newHandler(allocator, name == null ? server.host() : name, server.port());
      handler.setHandshakeTimeoutMillis(0); // the attempt's own deadline stands over all
      handler.setCloseNotifyFlushTimeoutMillis(1);
      return handler;
    } finally {
      ReferenceCountUtil.release(context);
    }
  }

  TlsCaps caps() {
    return caps;
  }

  @Override
  public void close() {
    contexts.close();
  }

  private static SslProvider best() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
  }
}
