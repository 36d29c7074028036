package dev.allwell.server.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that only their owner may read and write.
///
/// SQLite gives `-wal` and `-shm` the permissions of the file they belong to, so that making the
/// file first is enough.
final class OwnersOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnersOnly() {}

  /// Makes the file, empty, or takes the others' permissions away.
  static void file(Path file) throws IOException {
    if (!posix(file)) {
      return;
    }
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
    } catch (FileAlreadyExistsException there) {
      tighten(file, FILE);
    }
    for (String suffix : new String[] {"-wal", "-shm"}) {
      var sibling = file.resolveSibling(file.getFileName() + suffix);
      if (Files.exists(sibling)) {
        tighten(sibling, FILE);
      }
    }
  }

  /// Makes the folder and those above it.
  static void newFolder(Path folder) throws IOException {
    if (posix(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } else {
      Files.createDirectories(folder);
    }
  }

  static void folder(Path folder) throws IOException {
    if (posix(folder)) {
      tighten(folder, FOLDER);
    }
  }

  private static void tighten(Path path, Set<PosixFilePermission> wanted) throws IOException {
    if (!wanted.containsAll(Files.getPosixFilePermissions(path))) {
      Files.setPosixFilePermissions(path, wanted);
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
