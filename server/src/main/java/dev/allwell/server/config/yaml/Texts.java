package dev.allwell.server.config.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The files of a configuration as they are at one moment.
///
/// @param files in the order in which they are read; none where a folder holds none
record Texts(List<File> files) {
  private static final int MOST_FILES = 10_000;

  Texts {
    files = List.copyOf(files);
  }

  /// One of them.
  static final class File {
    private final Path path;
    private final byte[] bytes;

    File(Path path, byte[] bytes) {
      this.path = path;
      this.bytes = bytes;
    }

    /// As it was given, so that messages show it so.
    Path path() {
      return path;
    }

    void digest(MessageDigest digest) {
      digest.update((path + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }

    /// Without the mark that some editors put in front.
    String text() throws CharacterCodingException {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
  }

  /// Reads the file, or all `*.yaml` and `*.yml` of the folder in the order of their names.
  ///
  /// @param budget that holds for all of them
  static Texts read(Path path, Budget budget) throws IOException {
    var texts = new ArrayList<File>();
    long left = budget.mostBytes();
    for (var file : paths(path)) {
      long size = Files.size(file);
      left -= size;
      if (left < 0) {
        throw new IOException(tooMuch(budget));
      }
      budget.countText(size);
      texts.add(new File(file, bytes(file, (int) size)));
    }
    return new Texts(texts);
  }

  private static String tooMuch(Budget budget) {
    return budget.isHeapShort()
        ? "more bytes of configuration than" + budget.bearable()
        : "more than 64 MiB of configuration";
  }

  /// Which files those are.
  static List<Path> paths(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isDirectory(path)) {
      if (!Files.isRegularFile(path)) {
        throw new IOException("neither a file nor a folder");
      }
      return List.of(path);
    }
    try (var files = Files.list(path)) {
      var paths = files.filter(Texts::isYaml).limit(MOST_FILES + 1L).sorted().toList();
      if (paths.size() > MOST_FILES) {
        throw new IOException("more than 10000 files");
      }
      return paths;
    } catch (UncheckedIOException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /// As long as it was when it was looked at: what is added meanwhile is for the next time.
  private static byte[] bytes(Path file, int size) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(size);
    }
  }

  private static boolean isYaml(Path file) {
    var name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && Files.isRegularFile(file);
  }
}
