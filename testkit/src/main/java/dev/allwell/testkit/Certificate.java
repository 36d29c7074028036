package dev.allwell.testkit;

import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/// A certificate with its key, as a server shows it.
public final class Certificate {
  private final X509Bundle bundle;

  Certificate(X509Bundle bundle) {
    this.bundle = bundle;
  }

  public X509Certificate x509() {
    return bundle.getCertificate();
  }

  /// What a server needs to show it.
  public SSLContext server() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no server can show this certificate", e);
    }
  }

  /// The certificate and those that lead to the root, as PEM.
  public String pem() {
    return bundle.getCertificatePathPEM();
  }

  /// The key as PEM of PKCS#8.
  public String keyPem() {
    return bundle.getPrivateKeyPEM();
  }

  X509Certificate[] path() {
    return bundle.getCertificatePath();
  }

  PrivateKey key() {
    return bundle.getKeyPair().getPrivate();
  }
}
