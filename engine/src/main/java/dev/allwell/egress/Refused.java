package dev.allwell.egress;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// A chain of certificates that we do not take, in our words, with the chain itself.
final class Refused extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient X509Certificate[] chain;
  private final String protocol;

  Refused(String words, X509Certificate[] chain, String protocol, @Nullable Throwable causeOrNull) {
    super(words, causeOrNull);
    this.chain = chain.clone();
    this.protocol = protocol;
  }

  X509Certificate[] chain() {
    return chain;
  }

  /// Of the handshake that this ended.
  String protocol() {
    return protocol;
  }
}
