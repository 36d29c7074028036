package dev.allwell.server.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library, which lies in a file for the moment alone in which it is loaded.
///
/// sqlite-jdbc by itself leaves its copy of 1.3 MB among the temporary files until an orderly exit:
/// for ever, where a process is killed. Here the copy lies in a new folder that only its owner may
/// enter, so that nobody can put another in its place, and is deleted as soon as it is loaded. What
/// a kill in that very moment leaves behind is deleted by a later start.
final class NativeLibrary {
  static final String PREFIX = "allwell-sqlite-";

  /// A younger folder may be that of a process that is loading just now.
  private static final long LEFTOVER_MILLIS = TimeUnit.HOURS.toMillis(1);

  private static final String GIVEN_FOLDER = "org.sqlite.lib.path";
  private static final String GIVEN_TMPDIR = "org.sqlite.tmpdir";
  private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

  private NativeLibrary() {}

  /// Loads it, once a process, from among the temporary files or else from beside a database: one
  /// of them may be full, or mounted so that nothing there is run.
  ///
  /// Nothing is done where sqlite-jdbc's own properties say where the library is, nor on a machine
  /// for which it brings none: it looks for one elsewhere then.
  ///
  /// @throws StoreException when it can be loaded from neither
  static synchronized void load(Path database) {
    if (System.getProperty(GIVEN_FOLDER) != null
        || System.getProperty(GIVEN_TMPDIR) != null
        || !LibraryLoaderUtil.hasNativeLib(
            LibraryLoaderUtil.getNativeLibResourcePath(), LibraryLoaderUtil.getNativeLibName())) {
      return;
    }
    var places = new LinkedHashSet<Path>();
    places.add(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    places.add(requireNonNull(database.toAbsolutePath().getParent()));
    var failures = new ArrayList<String>();
    for (var place : places) {
      try {
        loadFrom(place);
        return;
      } catch (IOException | UnsatisfiedLinkError e) {
        log.debug("SQLite's library cannot be loaded from {}", place, e);
        failures.add(place + " (" + e.getMessage() + ")");
      }
    }
    throw refused(failures);
  }

  @SuppressWarnings("restricted") // the launcher allows native access
  private static void loadFrom(Path place) throws IOException {
    var folder = Files.createTempDirectory(place, PREFIX);
    try {
      removeLeftovers(place, folder);
      var copy = copy(folder);
      try (var packed = requireNonNull(SQLiteJDBCLoader.class.getResourceAsStream(resource()))) {
        Files.copy(packed, copy);
      }
      System.load(copy.toString());
      handOver(folder);
    } finally {
      remove(folder);
    }
  }

  /// sqlite-jdbc loads it from the same file, to no effect, and then knows that it is there. That
  /// the property stays is how the next call knows.
  private static void handOver(Path folder) throws IOException {
    System.setProperty(GIVEN_FOLDER, folder.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) { // as it is declared
      System.clearProperty(GIVEN_FOLDER);
      throw new IOException(e);
    }
  }

  /// Only folders of this process's own user, who alone can have put anything else in their place.
  private static void removeLeftovers(Path place, Path fresh) {
    try (var found = Files.newDirectoryStream(place, PREFIX + "*")) {
      var user = Files.getOwner(fresh);
      var now = modified(fresh);
      for (var old : found) {
        if (Files.isDirectory(old, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(old, LinkOption.NOFOLLOW_LINKS).equals(user)
            && now.toMillis() - modified(old).toMillis() > LEFTOVER_MILLIS) {
          remove(old);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("cannot look for leftovers in {}: {}", place, e.toString());
    }
  }

  private static FileTime modified(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(copy(folder));
      Files.deleteIfExists(folder);
    } catch (IOException e) { // a later start tries again
      log.debug("cannot remove {}: {}", folder, e.toString());
    }
  }

  private static Path copy(Path folder) {
    return folder.resolve(LibraryLoaderUtil.getNativeLibName());
  }

  private static String resource() {
    return LibraryLoaderUtil.getNativeLibResourcePath()
        + "/"
        + LibraryLoaderUtil.getNativeLibName();
  }

  private static StoreException refused(List<String> failures) {
    var all = String.join(" nor from ", failures);
    return new StoreException(
        all.contains("No space left")
            ? StoreException.Kind.DISK_FULL
            : StoreException.Kind.UNUSABLE_FOLDER,
        "SQLite's native library cannot be loaded from "
            + all
            + ": one of them needs 2 MB and must let programs be run");
  }
}
