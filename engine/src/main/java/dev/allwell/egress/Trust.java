package dev.allwell.egress;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom we trust, as the JDK's trust managers.
final class Trust {
  private Trust() {}

  /// What the JDK trusts, and some besides. Reads the JDK's trust store, which takes a moment.
  static X509ExtendedTrustManager jdkAnd(List<X509Certificate> also)
      throws IOException, GeneralSecurityException {
    X509ExtendedTrustManager jdk = manager(null);
    if (also.isEmpty()) {
      return jdk;
    }
    var all = new ArrayList<X509Certificate>(List.of(jdk.getAcceptedIssuers()));
    all.addAll(also);
    return only(all);
  }

  /// These alone: authorities, or single certificates.
  static X509ExtendedTrustManager only(List<X509Certificate> trusted)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("trusted-" + i, trusted.get(i));
    }
    return manager(store);
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore storeOrNull)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(storeOrNull);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }
}
