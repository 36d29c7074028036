package dev.allwell.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writing a small file for its owner's eyes: it is there as a whole or not at all, and durable.
final class OwnersFile {
  private OwnersFile() {}

  /// Puts content in place of what is there; under another name first.
  static void write(Path path, byte[] content) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    OwnersOnly.file(draft);
    try (var file =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(path);
  }

  private static void forceFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var opened = FileChannel.open(folder, StandardOpenOption.READ)) {
        opened.force(true);
      }
    }
  }
}
