package dev.allwell.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;

/// A certificate authority that lives as long as a test.
public final class Authority {
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";

  private final X509Bundle root;

  public Authority() {
    this("CN=allwell test authority");
  }

  public Authority(String subject) {
    root = made(() -> builder(subject).setIsCertificateAuthority(true).buildSelfSigned());
  }

  /// Its subject is taken as it is.
  public Authority(X500Principal subject) {
    root =
        made(() ->
            builder("CN=x").subject(subject).setIsCertificateAuthority(true).buildSelfSigned());
  }

  /// What a client trusts to trust all that this authority signed.
  public X509Certificate root() {
    return root.getCertificate();
  }

  /// A certificate for 127.0.0.1 and `localhost`.
  public Certificate forLoopback() {
    return new Certificate(
        made(() ->
            builder("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(root)));
  }

  /// A certificate for one name and no address.
  public Certificate forName(String name) {
    return new Certificate(
        made(() -> builder("CN=" + name).addSanDnsName(name).buildIssuedBy(root)));
  }

  /// A certificate for 127.0.0.1 that ended yesterday.
  public Certificate expired() {
    Instant now = Instant.now();
    return new Certificate(
        made(() ->
            builder("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .notBefore(now.minus(Duration.ofDays(30)))
                .notAfter(now.minus(Duration.ofDays(1)))
                .buildIssuedBy(root)));
  }

  /// A certificate for 127.0.0.1 with another subject.
  public Certificate forLoopback(String subject, String... moreNames) {
    return new Certificate(
        made(() -> {
          var leaf = builder(subject).addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
          for (String name : moreNames) {
            leaf.addSanDnsName(name);
          }
          return leaf.buildIssuedBy(root);
        }));
  }

  /// A certificate for 127.0.0.1 with another subject, taken as it is.
  public Certificate forLoopback(X500Principal subject) {
    return new Certificate(
        made(() -> loopback("CN=localhost").subject(subject).buildIssuedBy(root)));
  }

  /// A certificate for 127.0.0.1 behind some authorities in a row, each signed by the one before.
  public Certificate behind(int authorities) {
    X509Bundle issuer = root;
    for (int i = 0; i < authorities; i++) {
      X509Bundle above = issuer;
      String subject = "CN=authority " + i;
      issuer = made(() -> builder(subject).setIsCertificateAuthority(true).buildIssuedBy(above));
    }
    X509Bundle last = issuer;
    return new Certificate(
        made(() ->
            builder("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(last)));
  }

  /// A certificate for a client.
  public Certificate forClient(String subject) {
    return new Certificate(made(() -> builder(subject).buildIssuedBy(root)));
  }

  TrustManager[] trustManagers() {
    try {
      return root.toTrustManagerFactory().getTrustManagers();
    } catch (Exception e) {
      throw new IllegalStateException("nobody can trust this authority", e);
    }
  }

  /// As PEM.
  public String pem() {
    return root.getCertificatePEM();
  }

  /// A certificate for 127.0.0.1 that nobody but itself signed.
  public static Certificate selfSigned() {
    return new Certificate(
        made(() ->
            builder("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()));
  }

  /// A certificate for 127.0.0.1 that begins tomorrow.
  public Certificate notYetValid() {
    Instant now = Instant.now();
    return new Certificate(
        made(() ->
            loopback("CN=localhost")
                .notBefore(now.plus(Duration.ofDays(1)))
                .notAfter(now.plus(Duration.ofDays(30)))
                .buildIssuedBy(root)));
  }

  /// A certificate for 127.0.0.1 that is shown with so many authorities between it and the root.
  ///
  /// @param padding bytes of an extension of no meaning in each of them
  public Certificate behind(int authorities, int padding) {
    return new Certificate(
        made(() -> {
          var issuer = root;
          for (int i = 0; i < authorities; i++) {
            issuer =
                padded(builder("CN=authority " + i).setIsCertificateAuthority(true), padding)
                    .buildIssuedBy(issuer);
          }
          return padded(loopback("CN=localhost"), padding).buildIssuedBy(issuer);
        }));
  }

  /// A certificate of another subject and for another name than 127.0.0.1, both taken as they are.
  public Certificate of(X500Principal subject, String name) {
    return new Certificate(
        made(() ->
            builder("CN=localhost").subject(subject).addSanDnsName(name).buildIssuedBy(root)));
  }

  /// A certificate for one name, whatever its characters are, and no address.
  ///
  /// @param name of ASCII, at most 100 characters
  public Certificate forRawName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    byte[] names =
        ByteBuffer.allocate(4 + bytes.length)
            .put(new byte[] {0x30, (byte) (2 + bytes.length), (byte) 0x82, (byte) bytes.length})
            .put(bytes)
            .array();
    return new Certificate(
        made(() ->
            builder("CN=localhost")
                .addExtensionOctetString(ALTERNATIVE_NAMES, false, names)
                .buildIssuedBy(root)));
  }

  private static CertificateBuilder padded(CertificateBuilder builder, int padding) {
    return padding == 0
        ? builder
        : builder.addExtensionOctetString("1.3.6.1.4.1.32473.1", false, new byte[padding]);
  }

  private static CertificateBuilder loopback(String subject) {
    return builder(subject).addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
  }

  private static CertificateBuilder builder(String subject) {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .notBefore(now.minus(Duration.ofDays(1)))
        .notAfter(now.plus(Duration.ofDays(1)));
  }

  private static X509Bundle made(Maker maker) {
    try {
      return maker.make();
    } catch (Exception e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  private interface Maker {
    X509Bundle make() throws Exception;
  }
}
