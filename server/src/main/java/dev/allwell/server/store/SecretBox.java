package dev.allwell.server.store;

import dev.allwell.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Secrets as the database may hold them: sealed by AES-256-GCM (NIST SP 800-38D) with a key that
/// lies in a file of its own.
///
/// A sealed text is `v1:` + eight hex digits that name the key + `:` + Base64 of a random nonce of
/// 96 bits, the ciphertext and its tag of 128. Any thread.
final class SecretBox {
  private static final String VERSION = "v1:";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyFile key;

  SecretBox(KeyFile key) {
    this.key = key;
  }

  /// The secret, sealed: another text each time. Makes the key where there is none.
  ///
  /// @throws dev.allwell.engine.LedgerException when the key can be neither read nor made
  String seal(Secret secret) {
    byte[] raw = key.readOrMake();
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    String head = VERSION + KeyFile.name(raw) + ":";
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, raw, nonce, head);
      byte[] text = bytes(secret.reveal());
      byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(text.length));
      cipher.doFinal(text, 0, text.length, sealed, NONCE);
      return head + Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /// What was sealed.
  ///
  /// @throws IllegalArgumentException when it is not what was sealed with this key; tells no secret
  Secret open(String sealed) {
    int colon = sealed.indexOf(':', VERSION.length());
    if (!sealed.startsWith(VERSION) || colon < 0) {
      throw new IllegalArgumentException("a sealed secret is not in the form it was written in");
    }
    byte[] raw =
        key.read()
            .orElseThrow(() ->
                new IllegalArgumentException("its secret cannot be opened: no " + key.path()));
    String head = sealed.substring(0, colon + 1);
    String name = KeyFile.name(raw);
    if (!head.equals(VERSION + name + ":")) {
      throw new IllegalArgumentException(
          "its secret was sealed with another key than " + key.path() + " holds");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(sealed.substring(colon + 1));
      byte[] nonce = Arrays.copyOf(bytes, NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, raw, nonce, head);
      byte[] text = cipher.doFinal(bytes, NONCE, Math.max(0, bytes.length - NONCE));
      return new Secret(ByteBuffer.wrap(text).asCharBuffer().toString());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its secret is not what was sealed", e);
    }
  }

  /// Two bytes a character: an encoding would lose half of a pair that stands alone.
  private static byte[] bytes(String text) {
    var bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }

  private static Cipher cipher(int mode, byte[] raw, byte[] nonce, String head)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(raw, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(head.getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
