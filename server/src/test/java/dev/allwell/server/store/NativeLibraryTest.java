package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where SQLite's library lies, seen from outside: each child has temporary files of its own.
class NativeLibraryTest {
  @TempDir Path parent = Path.of("");

  private Path temporary = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    temporary = Files.createDirectory(parent.resolve("tmp"));
    data = Files.createDirectory(parent.resolve("data"));
  }

  @Test
  void aKillLeavesNoneBehind() throws Exception {
    try (var child = Child.run(elsewhere(), LedgerHammer.class, ledger())) {
      child.awaitLine("acked");
      child.kill();
    }
    assertThat(temporary).isEmptyDirectory();
    assertThat(data).isDirectoryNotContaining("glob:**/*sqlite*");
  }

  /// The control: so it would be everywhere.
  @Test
  void whoHasItUnpackedElsewhereIsObeyedAndAKillLeavesIt() throws Exception {
    var options = "-Djava.io.tmpdir=%1$s -Dorg.sqlite.tmpdir=%1$s".formatted(temporary);
    var obeying = List.of("env", "JAVA_TOOL_OPTIONS=" + options);
    try (var child = Child.run(obeying, LedgerHammer.class, ledger())) {
      child.awaitLine("acked");
      child.kill();
    }
    assertThat(temporary).isDirectoryContaining("glob:**/sqlite-*");
  }

  @Test
  void whatAKillInThatVeryMomentLeftIsRemovedByALaterStart() throws Exception {
    var old = leftover("1", Instant.now().minus(1, ChronoUnit.DAYS));
    var fresh = leftover("2", Instant.now());
    var anothers = Files.createDirectory(temporary.resolve("sqlite-3"));
    var link = temporary.resolve(NativeLibrary.PREFIX + "4");
    Files.createSymbolicLink(link, anothers);
    try (var child = Child.run(elsewhere(), Opening.class, ledger())) {
      assertThat(child.awaitLine("result")).isEqualTo("opened");
      assertThat(child.exitCode()).isZero();
    }
    assertThat(old).doesNotExist();
    assertThat(temporary).isDirectoryContaining(fresh::equals);
    assertThat(temporary).isDirectoryContaining(link::equals);
    assertThat(temporary).isDirectoryContaining(anothers::equals);
  }

  @Test
  void itIsLoadedFromBesideTheDataWhereTemporaryFilesMayNotBeRun() throws Exception {
    try (var child =
        Child.run(wrapped(mounted("noexec,size=8m", temporary)), Opening.class, ledger())) {
      assertThat(child.awaitLine("result")).isEqualTo("opened");
    }
    assertThat(data).isDirectoryNotContaining("glob:**/*sqlite*");
  }

  @Test
  void itIsLoadedFromBesideTheDataWhereThereIsNoRoomForTemporaryFiles() throws Exception {
    try (var child = Child.run(wrapped(mounted("size=64k", temporary)), Opening.class, ledger())) {
      assertThat(child.awaitLine("result")).isEqualTo("opened");
    }
  }

  @Test
  void whereItCanBeLoadedFromNowhereBothPlacesAreNamed() throws Exception {
    try (var child =
        Child.run(wrapped(mounted("noexec,size=8m", parent)), Opening.class, ledger())) {
      assertThat(child.awaitLine("result"))
          .startsWith(
              "UNUSABLE_FOLDER SQLite's native library cannot be loaded from " + temporary + " (")
          .contains(" nor from " + data + " (")
          .endsWith("must let programs be run");
    }
  }

  @Test
  void whereNeitherPlaceHasRoomTheDiskIsFull() throws Exception {
    try (var child = Child.run(wrapped(mounted("size=64k", parent)), Opening.class, ledger())) {
      assertThat(child.awaitLine("result"))
          .startsWith("DISK_FULL SQLite's native library cannot be loaded");
    }
  }

  private String ledger() {
    return data.resolve("ledger.db").toString();
  }

  private Path leftover(String name, Instant modified) throws IOException {
    var folder = Files.createDirectory(temporary.resolve(NativeLibrary.PREFIX + name));
    Files.writeString(folder.resolve(System.mapLibraryName("sqlitejdbc")), "half of it");
    Files.setLastModifiedTime(folder, FileTime.from(modified));
    return folder;
  }

  private List<String> elsewhere() {
    return List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary);
  }

  private List<String> wrapped(List<String> mount) {
    var command = new ArrayList<>(mount);
    command.addAll(elsewhere());
    return command;
  }

  /// A small file system that only the child sees, in a name space of its own, with both folders
  /// there.
  private List<String> mounted(String options, Path at) {
    return List.of(
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o \"$0\" tmpfs \"$1\" && mkdir -p \"$2\" \"$3\" && shift 3 && exec \"$@\"",
        options,
        at.toString(),
        temporary.toString(),
        data.toString());
  }

  /// Opens a ledger, and says whether it could.
  static final class Opening {
    private Opening() {}

    public static void main(String[] arguments) {
      try (var ledger = SqliteLedger.open(Path.of(arguments[0]), Ticker.SYSTEM)) {
        System.out.println("result opened" + (ledger.damaged().isEmpty() ? "" : " damaged"));
      } catch (StoreException e) {
        System.out.println("result " + e.kind() + " " + e.getMessage());
      }
    }
  }
}
