package dev.allwell.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The text of a token: `allwell_` and 256 random bits in base64url, so that people and scanners of
/// leaked secrets know one when they see it.
///
/// What is kept is its SHA-256 alone. A slow hash with a salt is for passwords, of which there are
/// few enough to try; of 2^256 equally likely texts nobody tries a worthwhile share, however fast
/// the hash is, and a hash without a salt can be looked up. The lookup needs no comparison in
/// constant time: how long it takes tells of the hash of what the caller sent, and nobody can
/// choose a text by the beginning of its hash well enough to feel his way forward.
public final class TokenText {
  private static final String PREFIX = "allwell_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int BYTES = 32;

  private TokenText() {}

  /// A text that nobody ever saw.
  public static String fresh() {
    var bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /// Whether a text has the form of a token. What has not is no token, whatever its hash: so no
  /// password of a person's own making can be configured to be one.
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /// SHA-256 of a token's text, in lower-case hex.
  public static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }
}
