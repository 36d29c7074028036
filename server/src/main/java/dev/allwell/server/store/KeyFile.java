package dev.allwell.server.store;

import dev.allwell.engine.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of the key that seals secrets: 32 random bytes that only its owner may read, made when
/// the first secret is to be kept. Read once. Any thread.
final class KeyFile {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final int LENGTH = 32;
  private static final int NAME_BYTES = 4;

  private final Path path;
  private byte @Nullable [] keyOrNull;

  KeyFile(Path path) {
    this.path = path;
  }

  /// The key of the ledger in the same folder.
  static KeyFile beside(Path ledger) {
    return new KeyFile(ledger.resolveSibling("secret.key"));
  }

  /// Eight hex digits that tell keys apart and tell nothing else.
  static String name(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Path path() {
    return path;
  }

  /// The key; empty when there is none, or none that can be read.
  synchronized Optional<byte[]> read() {
    try {
      return Optional.ofNullable(known());
    } catch (IOException e) {
      LOG.error("the key of the secrets cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  /// The key, durable before this returns.
  ///
  /// @throws LedgerException when it can be neither read nor made
  synchronized byte[] readOrMake() {
    try {
      byte[] known = known();
      return known == null ? make() : known;
    } catch (IOException e) {
      String message = "no secret can be kept without its key: " + e;
      throw String.valueOf(e.getMessage()).contains("No space left")
          ? LedgerException.outOfSpace(message, e)
          : new LedgerException(message, e);
    }
  }

  private byte @Nullable [] known() throws IOException {
    if (keyOrNull == null) {
      try {
        byte[] read = Files.readAllBytes(path);
        if (read.length != LENGTH) {
          throw new IOException(path + " is no key: it has " + read.length + " bytes, not 32");
        }
        OwnersOnly.file(path);
        keyOrNull = read;
      } catch (NoSuchFileException none) {
        return null;
      }
    }
    return keyOrNull;
  }

  private byte[] make() throws IOException {
    byte[] made = new byte[LENGTH];
    new SecureRandom().nextBytes(made);
    OwnersFile.write(path, made);
    LOG.info("made {}: back it up with the ledger, its secrets cannot be read without", path);
    keyOrNull = made;
    return made;
  }
}
