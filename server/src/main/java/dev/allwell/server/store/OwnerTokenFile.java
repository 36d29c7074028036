package dev.allwell.server.store;

import dev.allwell.server.access.OwnerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The file of the owner's token: its text and a line's end, which only its owner may read.
final class OwnerTokenFile implements OwnerFile {
  private static final int MOST_BYTES = 4096;

  private final Path path;

  OwnerTokenFile(Path path) {
    this.path = path;
  }

  /// What is too long or not to be read holds no token.
  ///
  /// @throws StoreException when the file cannot be read, or not kept from others
  @Override
  public Optional<String> read() {
    try (var in = Files.newInputStream(path)) {
      var text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
      OwnersOnly.file(path);
      return Optional.of(text);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// @throws StoreException when it cannot be written
  @Override
  public void write(String text) {
    try {
      OwnersFile.write(path, (text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private StoreException unusable(IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new StoreException(
        full ? StoreException.Kind.DISK_FULL : StoreException.Kind.UNUSABLE_FOLDER,
        "cannot use " + path + ": " + e,
        e);
  }
}
