package dev.allwell.bench.throughput;

import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

/// The target's certificate and whoever trusts it: an authority and a certificate for 127.0.0.1,
/// both ECDSA P-256.
///
/// @param chain PEM of the certificate
/// @param key PEM of its private key
/// @param authority PEM of who signed it
/// @param trust PKCS#12 of the same, password `changeit`
record Papers(Path chain, Path key, Path authority, Path trust) {
  static final String PASSWORD = "changeit";

  static Papers make(Path folder) {
    try {
      var root = builder("CN=bench authority").setIsCertificateAuthority(true).buildSelfSigned();
      var leaf =
          builder("CN=localhost")
              .addSanDnsName("localhost")
              .addSanIpAddress("127.0.0.1")
              .buildIssuedBy(root);
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("bench", root.getCertificate());
      var trust = folder.resolve("trust.p12");
      try (var to = Files.newOutputStream(trust)) {
        store.store(to, PASSWORD.toCharArray());
      }
      return new Papers(
          Files.writeString(folder.resolve("chain.pem"), leaf.getCertificatePEM()),
          Files.writeString(folder.resolve("key.pem"), leaf.getPrivateKeyPEM()),
          Files.writeString(folder.resolve("authority.pem"), root.getCertificatePEM()),
          trust);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  private static CertificateBuilder builder(String subject) {
    var now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .notBefore(now.minus(Duration.ofDays(1)))
        .notAfter(now.plus(Duration.ofDays(1)));
  }
}
