package dev.allwell.egress;

import dev.allwell.model.TlsSettings;
import dev.allwell.pem.MalformedPem;
import dev.allwell.pem.Pem;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// How a context is made from settings. Any thread.
///
/// @param jdk trusted where the settings name nobody
/// @param longestChain certificates that a server may show
/// @param clock that certificates go by
record TlsRecipe(
    SslProvider provider, X509ExtendedTrustManager jdk, int longestChain, InstantSource clock) {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /// Without the hybrids of post-quantum key exchange, which the others agree on with everyone: a
  /// probe keeps no secret for ten years, and their keys are half of a client's part of a
  /// handshake.
  private static final String[] GROUPS = {"X25519", "P-256", "P-384", "P-521"};

  private static final int MOST_SESSIONS = 1024;

  /// @throws UnusableTls when the settings hold what is no certificate or key, or do not fit
  SslContext make(TlsSettings settings, List<String> alpn) throws UnusableTls {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .sslProvider(provider)
              .protocols(PROTOCOLS)
              .trustManager(new Watching(judge(settings), longestChain, new Proven(clock)));
      if (provider != SslProvider.JDK) {
        builder.option(OpenSslContextOption.GROUPS, GROUPS);
      }
      if (!settings.verify()) {
        builder.endpointIdentificationAlgorithm("");
      }
      if (!alpn.isEmpty()) {
        builder.applicationProtocolConfig(offering(alpn));
      }
      var client = settings.clientOrNull();
      if (client != null) {
        builder.keyManager(
            new OwnCertificate(
                Pem.certificates(client.chain()).toArray(new X509Certificate[0]),
                Pem.key(client.key())));
      }
      SslContext context = builder.build();
      sessions(context.sessionContext(), settings.resume());
      return context;
    } catch (MalformedPem | IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableTls("the TLS settings cannot be used: " + e.getMessage(), e);
    }
  }

  private @Nullable X509ExtendedTrustManager judge(TlsSettings settings)
      throws MalformedPem, IOException, GeneralSecurityException {
    if (!settings.verify()) {
      return null;
    }
    var ca = settings.caOrNull();
    return ca == null ? jdk : Trust.only(Pem.certificates(ca));
  }

  private static ApplicationProtocolConfig offering(List<String> alpn) {
    return new ApplicationProtocolConfig(
        ApplicationProtocolConfig.Protocol.ALPN,
        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
        alpn);
  }

  private static void sessions(SSLSessionContext sessions, boolean kept) {
    if (sessions instanceof OpenSslSessionContext boring) {
      boring.setSessionCacheEnabled(kept);
      if (kept) {
        boring.setTicketKeys(); // none of ours: it lets servers of TLS 1.2 give tickets
      }
    }
    if (kept) {
      sessions.setSessionCacheSize(MOST_SESSIONS);
      sessions.setSessionTimeout((int) TimeUnit.NANOSECONDS.toSeconds(TlsContexts.LONGEST_NANOS));
    } else if (!(sessions instanceof OpenSslSessionContext)) {
      sessions.setSessionCacheSize(1); // the JDK's cache cannot be turned off, only made useless
      sessions.setSessionTimeout(1);
    }
  }
}
