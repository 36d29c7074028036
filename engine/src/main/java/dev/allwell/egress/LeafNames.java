package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names that a certificate is for, RFC 5280 §4.2.1.6: DNS names and addresses. Pure.
final class LeafNames {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  private LeafNames() {}

  /// The first sixteen; none when they cannot be read.
  static List<String> of(X509Certificate leaf) {
    @Nullable Collection<List<?>> all;
    try {
      all = leaf.getSubjectAlternativeNames();
    } catch (CertificateParsingException _) {
      return List.of();
    }
    if (all == null) {
      return List.of();
    }
    var names = new ArrayList<String>(4);
    for (List<?> one : all) {
      if (names.size() == CertificateFacts.MOST_NAMES) {
        break;
      }
      boolean wanted =
          Integer.valueOf(DNS_NAME).equals(one.get(0))
              || Integer.valueOf(ADDRESS).equals(one.get(0));
      if (wanted && one.get(1) instanceof String name) {
        names.add(name);
      }
    }
    return names;
  }
}
