package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import dev.allwell.model.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// How we shake hands, TLS 1.2 and 1.3: by BoringSSL where its native code fits, else by the JDK.
///
/// Made once and shared by all lanes: reading the trust store takes a moment. Every handshake is a
/// full one, because a resumed session would not show its certificate again. To be closed after the
/// last lane. Any thread.
public final class Tls implements AutoCloseable {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SslContext verifying;
  private final SslContext trusting;

  private Tls(SslContext verifying, SslContext trusting) {
    this.verifying = verifying;
    this.trusting = trusting;
  }

  /// Trusts what the JDK trusts, by its own provider or by BoringSSL.
  ///
  /// @param also authorities, or single certificates, that are trusted besides
  public static Tls create(List<X509Certificate> also) {
    return create(also, OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK);
  }

  static Tls create(List<X509Certificate> also, SslProvider provider) {
    try {
      return new Tls(
          context(builder(provider).trustManager(trust(also))),
          context(
              builder(provider)
                  .trustManager(InsecureTrustManagerFactory.INSTANCE)
                  .endpointIdentificationAlgorithm("")));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up with the JDK's trust store", e);
    }
  }

  /// The handler that shakes hands with a server, by its own name.
  SslHandler handler(ByteBufAllocator allocator, Endpoint server, TlsSettings settings) {
    SslContext context = settings.verify() ? verifying : trusting;
    var handler = context.newHandler(allocator, server.host(), server.port());
    handler.setHandshakeTimeoutMillis(0); // the attempt's own deadline stands over all
    handler.setCloseNotifyFlushTimeoutMillis(1);
    return handler;
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(verifying);
    ReferenceCountUtil.release(trusting);
  }

  private static SslContextBuilder builder(SslProvider provider) {
    return SslContextBuilder.forClient().sslProvider(provider).protocols(PROTOCOLS);
  }

  private static SslContext context(SslContextBuilder builder) throws SSLException {
    SslContext context = builder.build();
    SSLSessionContext sessions = context.sessionContext();
    if (sessions instanceof OpenSslSessionContext boring) {
      boring.setSessionCacheEnabled(false);
    } else {
      sessions.setSessionCacheSize(1); // the JDK's cache cannot be turned off, only made useless
      sessions.setSessionTimeout(1);
    }
    return context;
  }

  private static TrustManager trust(List<X509Certificate> also)
      throws IOException, GeneralSecurityException {
    X509TrustManager jdk = manager(null);
    if (also.isEmpty()) {
      return jdk;
    }
    var all = new ArrayList<X509Certificate>(List.of(jdk.getAcceptedIssuers()));
    all.addAll(also);
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("trusted-" + i, all.get(i));
    }
    return manager(store);
  }

  private static X509TrustManager manager(@Nullable KeyStore storeOrNull)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(storeOrNull);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }
}
