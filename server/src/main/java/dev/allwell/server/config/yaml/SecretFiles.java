package dev.allwell.server.config.yaml;

import dev.allwell.definition.FileAccess;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The files that `…-file` keys name, relative to where the configuration lies; each is read once.
final class SecretFiles implements FileAccess {
  private static final int LARGEST = 64 * 1024;

  private final Path folder;
  private final Map<Path, String> read = new TreeMap<>();
  private final Set<Path> named = new TreeSet<>();

  SecretFiles(Path folder) {
    this.folder = folder;
  }

  /// What was read so far, whole.
  Map<Path, String> read() {
    return read;
  }

  /// All that were named, there or not.
  Set<Path> named() {
    return named;
  }

  @Override
  public Optional<String> read(String path, Consumer<String> refuse) {
    try {
      var file = folder.resolve(path).normalize();
      named.add(file);
      var known = read.get(file);
      var text = known == null ? text(file) : known;
      read.put(file, text);
      return Optional.of(withoutLineEnd(text));
    } catch (InvalidPathException e) {
      refuse.accept("not the path of a file");
    } catch (NoSuchFileException e) {
      refuse.accept("there is no such file");
    } catch (CharacterCodingException e) {
      refuse.accept("the file is not UTF-8");
    } catch (IOException e) {
      refuse.accept("cannot be read: " + Trouble.plain(e));
    }
    return Optional.empty();
  }

  private static String text(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is not a file");
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than 64 KiB");
    }
    return Files.readString(file);
  }

  private static String withoutLineEnd(String text) {
    var end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
    return text.substring(0, text.length() - end);
  }
}
