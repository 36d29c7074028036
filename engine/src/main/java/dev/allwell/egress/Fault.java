package dev.allwell.egress;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What is wrong with a chain of certificates, in our words; the JDK's are looked at where it has
/// no class for a fault. Pure.
final class Fault {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
  private static final int DEEPEST = 10;

  /// BoringSSL shows no more of a chain.
  private static final int MOST_LOOKED_AT = 10;

  /// Of a chain that was not counted to its end.
  static final String TOO_LONG = "the chain is too long: more than 10 certificates";

  private Fault() {}

  static String tooLong(int length, int most) {
    return "the chain is too long: %d certificates, at most %d".formatted(length, most);
  }

  /// @param chain the leaf first
  /// @param thrown what a trust manager said of it
  static String words(X509Certificate[] chain, CertificateException thrown) {
    Throwable at = thrown;
    for (int i = 0; at != null && i < DEEPEST; i++) {
      if (at instanceof CertificateExpiredException || reason(at) == BasicReason.EXPIRED) {
        return "the certificate expired on " + DAY.format(end(chain));
      }
      if (at instanceof CertificateNotYetValidException
          || reason(at) == BasicReason.NOT_YET_VALID) {
        return "the certificate is not yet valid, but from " + DAY.format(start(chain));
      }
      if (reason(at) == BasicReason.INVALID_SIGNATURE) {
        return "the certificate is not signed by the issuer that it names";
      }
      if (reason(at) == BasicReason.ALGORITHM_CONSTRAINED) {
        return "the certificate is signed in a way that is not trusted any more";
      }
      at = at.getCause();
    }
    String said = String.valueOf(thrown.getMessage());
    if (said.startsWith("No subject alternative")
        || said.startsWith("No name matching")
        || said.startsWith("Illegal given domain name")) {
      List<String> names = LeafNames.of(chain[0]);
      return "the certificate is not for this name (names: "
          + (names.isEmpty() ? "none" : String.join(", ", names))
          + ")";
    }
    return unproven(chain, thrown, said);
  }

  private static String unproven(
      X509Certificate[] chain, CertificateException thrown, String said) {
    boolean path = said.contains("unable to find valid certification path");
    if (!path && !(thrown.getCause() instanceof CertPathValidatorException)) {
      return "the certificate is not trusted: " + said;
    }
    boolean own = chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
    if (own) {
      return "the certificate is self-signed";
    }
    return path
        ? "the certificate's issuer is unknown"
            + (chain.length < MOST_LOOKED_AT ? ": " : ", or behind more than 10 certificates: ")
            + chain[chain.length - 1].getIssuerX500Principal().getName()
        : "the certificate is not trusted: " + said;
  }

  private static Object reason(Throwable thrown) {
    return thrown instanceof CertPathValidatorException path ? path.getReason() : "";
  }

  private static Instant end(X509Certificate[] chain) {
    return Arrays.stream(chain)
        .map(one -> one.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant start(X509Certificate[] chain) {
    return Arrays.stream(chain)
        .map(one -> one.getNotBefore().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
