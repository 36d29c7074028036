package dev.allwell.pem;

import dev.allwell.model.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Certificates and keys in their textual form (RFC 7468). Pure.
public final class Pem {
  private static final int MOST_CERTIFICATES = 100;
  private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
  private static final String END_KEY = "-----END PRIVATE KEY-----";
  private static final byte[] PROOF = "allwell".getBytes(StandardCharsets.US_ASCII);

  private Pem() {}

  /// One certificate or more, in their order; text between them is passed over.
  public static List<X509Certificate> certificates(String text) throws MalformedPem {
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw new MalformedPem("expected PEM that begins with -----BEGIN CERTIFICATE-----");
    }
    var read = new ArrayList<X509Certificate>();
    try {
      var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        read.add((X509Certificate) one);
      }
    } catch (CertificateException e) {
      throw new MalformedPem("a certificate in it cannot be read", e);
    }
    if (read.isEmpty() || read.size() > MOST_CERTIFICATES) {
      throw new MalformedPem("expected 1 to 100 certificates, got " + read.size());
    }
    return read;
  }

  /// A private key of PKCS#8 (RFC 5208), RSA or elliptic.
  public static PrivateKey key(Secret secret) throws MalformedPem {
    String text = secret.reveal();
    int begin = text.indexOf(BEGIN_KEY);
    int end = text.indexOf(END_KEY, Math.max(0, begin));
    if (begin < 0 || end < 0) {
      throw new MalformedPem(
          text.contains(" PRIVATE KEY-----")
              ? "expected an unencrypted key of PKCS#8: \"openssl pkcs8 -topk8 -nodes\" makes one"
              : "expected PEM that begins with " + BEGIN_KEY);
    }
    byte[] encoded = decoded(text.substring(begin + BEGIN_KEY.length(), end));
    return key("EC", encoded)
        .or(() -> key("RSA", encoded))
        .orElseThrow(() -> new MalformedPem("expected an RSA or EC key"));
  }

  /// Whether a key is the one that a certificate speaks of: what the one signs the other proves.
  public static boolean fit(X509Certificate certificate, PrivateKey key) {
    PublicKey open = certificate.getPublicKey();
    if (!open.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(key);
      signature.update(PROOF);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROOF);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static byte[] decoded(String base64) throws MalformedPem {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new MalformedPem("the key in it cannot be read"); // its cause might show some of it
    }
  }

  private static Optional<PrivateKey> key(String algorithm, byte[] encoded) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException another) {
      return Optional.empty();
    }
  }
}
