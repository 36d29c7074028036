package dev.allwell.model;

import java.time.Instant;
import java.util.List;

/// What a server showed of itself in a handshake. Its texts are the server's own words, made
/// printable and cut.
///
/// @param subject of the leaf, as in RFC 2253
/// @param names that the leaf is for: DNS names and addresses, the first sixteen
/// @param serial of the leaf, hexadecimal
/// @param notAfter of the leaf
/// @param chainNotAfter the earliest end of the whole chain as it was sent
/// @param chainLength certificates that were sent
/// @param chain these, as they were sent, the leaf first: the first ten
/// @param trusted whether this handshake proved chain, dates and name; false where that was not
///   asked for
/// @param protocol `TLSv1.3`; empty when the handshake failed before it was settled
/// @param cipher empty likewise
public record CertificateFacts(
    String subject,
    List<String> names,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    Instant chainNotAfter,
    int chainLength,
    List<Link> chain,
    boolean trusted,
    String protocol,
    String cipher) {
  public static final int MOST_NAMES = 16;
  public static final int MOST_LINKS = 10;
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_WORD = 64;

  public CertificateFacts {
    subject = Printable.of(subject, LONGEST_TEXT);
    issuer = Printable.of(issuer, LONGEST_TEXT);
    serial = Printable.of(serial, LONGEST_WORD);
    protocol = Printable.of(protocol, LONGEST_WORD);
    cipher = Printable.of(cipher, LONGEST_WORD);
    chain = chain.stream().limit(MOST_LINKS).toList();
    names = names.stream().limit(MOST_NAMES).map(name -> Printable.of(name, LONGEST_NAME)).toList();
  }

  /// One certificate of a chain.
  public record Link(String subject, Instant notAfter) {
    public Link {
      subject = Printable.of(subject, LONGEST_TEXT);
    }
  }
}
