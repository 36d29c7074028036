package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import dev.allwell.model.CertificateFacts.Link;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The facts of chains that a lane saw, each read once: the chains used longest ago are forgotten.
/// Used on one thread.
final class Certificates {
  private static final int MOST = 1024;

  private final MessageDigest digest;
  private final Map<Seen, CertificateFacts> known =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Seen, CertificateFacts> eldest) {
          return size() > MOST;
        }
      };

  Certificates() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// What a handshake that went well showed; empty when it showed no certificate.
  ///
  /// @param verified whether the chain had to be trusted for that
  Optional<CertificateFacts> of(SSLSession session, boolean verified) {
    try {
      return facts(
          session.getPeerCertificates(), verified, session.getProtocol(), session.getCipherSuite());
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  /// What a chain that was refused shows.
  Optional<CertificateFacts> of(Refused refused) {
    return facts(refused.chain(), false, refused.protocol(), "");
  }

  /// What was shown in a handshake that came to no end, or to a bad one.
  Optional<CertificateFacts> shown(SSLEngine engine) {
    return ShownChain.take(engine).flatMap(chain -> facts(chain, false, "", ""));
  }

  private Optional<CertificateFacts> facts(
      Certificate[] chain, boolean trusted, String protocol, String cipher) {
    if (chain.length == 0) {
      return Optional.empty();
    }
    try {
      for (Certificate one : chain) {
        digest.update(one.getEncoded());
      }
      var seen = new Seen(ByteBuffer.wrap(digest.digest()), trusted, protocol, cipher);
      @Nullable CertificateFacts facts = known.get(seen);
      if (facts == null) {
        facts = read(chain, seen);
        known.put(seen, facts);
      }
      return Optional.of(facts);
    } catch (CertificateEncodingException | RuntimeException unreadable) {
      digest.reset(); // it was parsed by whoever lets handshakes pass; what it says is not ours to
      // tell
      return Optional.empty();
    }
  }

  private static CertificateFacts read(Certificate[] chain, Seen seen) {
    var leaf = (X509Certificate) chain[0];
    List<Link> links = new ArrayList<>(chain.length);
    for (Certificate one : chain) {
      var link = (X509Certificate) one;
      links.add(new Link(link.getSubjectX500Principal().getName(), link.getNotAfter().toInstant()));
    }
    Instant earliest = Collections.min(links, Comparator.comparing(Link::notAfter)).notAfter();
    return new CertificateFacts(
        leaf.getSubjectX500Principal().getName(),
        LeafNames.of(leaf),
        leaf.getIssuerX500Principal().getName(),
        leaf.getSerialNumber().toString(16),
        leaf.getNotBefore().toInstant(),
        leaf.getNotAfter().toInstant(),
        earliest,
        chain.length,
        links,
        seen.trusted,
        seen.protocol,
        seen.cipher);
  }

  private record Seen(ByteBuffer digest, boolean trusted, String protocol, String cipher) {}
}
