package dev.allwell.egress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The chains that were proven for a name, so that the same bytes need no proof again while all of
/// their dates hold: a server shows the same chain at each check, and proving one costs a fifth of
/// a handshake. Whom we trust does not change under it: each context has its own.
///
/// Only digests are kept. When there are too many they are forgotten and it begins anew. Any
/// thread.
final class Proven {
  static final int MOST = 65_536;

  private final InstantSource clock;
  private final Map<String, Dates> known = new ConcurrentHashMap<>();

  Proven(InstantSource clock) {
    this.clock = clock;
  }

  /// What a chain shown under a name is known by.
  ///
  /// @param host as it was verified
  static String mark(X509Certificate[] chain, String host) throws CertificateEncodingException {
    MessageDigest digest = sha256();
    byte[] name = host.getBytes(StandardCharsets.UTF_8);
    digest.update(length(name));
    digest.update(name);
    for (X509Certificate one : chain) {
      byte[] bytes = one.getEncoded();
      digest.update(length(bytes));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  boolean holds(String mark) {
    @Nullable Dates dates = known.get(mark);
    if (dates == null) {
      return false;
    }
    long now = clock.millis();
    if (now >= dates.fromMillis && now <= dates.untilMillis) {
      return true;
    }
    known.remove(mark);
    return false;
  }

  /// The chain was proven just now.
  void add(String mark, X509Certificate[] chain) {
    long from = Long.MIN_VALUE;
    long until = Long.MAX_VALUE;
    for (X509Certificate one : chain) {
      from = Math.max(from, one.getNotBefore().toInstant().toEpochMilli());
      until = Math.min(until, one.getNotAfter().toInstant().toEpochMilli());
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(mark, new Dates(from, until));
  }

  int size() {
    return known.size();
  }

  private static byte[] length(byte[] bytes) {
    return new byte[] {
      (byte) (bytes.length >>> 24),
      (byte) (bytes.length >>> 16),
      (byte) (bytes.length >>> 8),
      (byte) bytes.length
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /// When all certificates of a chain are valid.
  private record Dates(long fromMillis, long untilMillis) {}
}
