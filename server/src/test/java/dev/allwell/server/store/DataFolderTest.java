package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.server.store.StoreException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir Path parent = Path.of("");

  @Nested
  class AroundALedger {
    @Test
    void itsOtherFilesLieBesideIt() {
      try (var folder = DataFolder.around(parent.resolve("deep/my.db"), Ticker.SYSTEM)) {
        assertThat(folder.ledger()).isEqualTo(folder.path().resolve("my.db"));
        assertThat(folder.samples()).isEqualTo(folder.path().resolve("samples.db"));
        assertThat(folder.path().getFileName()).hasToString("deep");
      }
    }

    @Test
    void aFolderAndTheNameOfTheSamplesAreNoLedger() {
      for (var file : List.of(parent, parent.resolve("samples.db"))) {
        assertThatThrownBy(() -> DataFolder.around(file, Ticker.SYSTEM))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("cannot be the ledger's file");
      }
    }

    @Test
    void anotherNameBesideTheSamplesIsALostLedger() throws Exception {
      Files.writeString(parent.resolve("samples.db"), "ticks");
      assertThatThrownBy(() -> DataFolder.around(parent.resolve("new.db"), Ticker.SYSTEM))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("new.db is missing");
    }
  }

  @Nested
  class Permissions {
    @Test
    void aNewFolderAndAllFilesInItAreForTheirOwnerAlone() throws Exception {
      var wanted = parent.resolve("deep/data");
      try (var folder = DataFolder.open(wanted, Ticker.SYSTEM);
          var ledger = SqliteLedger.open(folder.ledger(), Ticker.SYSTEM);
          var samples =
              SqliteSamples.open(folder.samples(), InstantSource.system(), Ticker.SYSTEM)) {
        samples.load();
        ledger.record(List.of(new Entry.Put(Examples.registration(1, "a"))));
        assertThat(permissions(wanted)).isEqualTo("rwx------");
        try (var files = Files.list(wanted)) {
          assertThat(files.toList())
              .extracting(file -> file.getFileName().toString(), DataFolderTest::permissions)
              .containsExactlyInAnyOrder(
                  tuple("allwell.lock", "rw-------"),
                  tuple("allwell.pid", "rw-------"),
                  tuple("ledger.db", "rw-------"),
                  tuple("ledger.db-wal", "rw-------"),
                  tuple("ledger.db-shm", "rw-------"),
                  tuple("samples.db", "rw-------"),
                  tuple("samples.db-wal", "rw-------"),
                  tuple("samples.db-shm", "rw-------"));
        }
      }
    }

    @Test
    void anOpenFolderOfOursIsClosedToOthers() throws Exception {
      var wanted = Files.createDirectory(parent.resolve("data"));
      var file = Files.createFile(wanted.resolve("ledger.db"));
      Files.createFile(wanted.resolve(FolderLock.LOCK_FILE));
      Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      DataFolder.open(wanted, Ticker.SYSTEM).close();
      SqliteLedger.open(file, Ticker.SYSTEM).close();
      assertThat(permissions(wanted)).isEqualTo("rwx------");
      assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void aFolderThatHoldsOtherThingsKeepsItsPermissions() throws Exception {
      var wanted = Files.createDirectory(parent.resolve("home"));
      Files.createFile(wanted.resolve("letter.txt"));
      Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString("rwxr-xr-x"));
      DataFolder.open(wanted, Ticker.SYSTEM).close();
      assertThat(permissions(wanted)).isEqualTo("rwxr-xr-x");
    }
  }

  @Nested
  class Locking {
    @Test
    void anotherProcessIsNamedByItsPid() throws Exception {
      try (var holder = Child.run(FolderHolder.class, parent.toString())) {
        holder.awaitLine("holding");
        assertRefused(
            Kind.LOCKED,
            "the data folder " + parent.toRealPath() + " is in use by pid " + holder.pid(),
            () -> DataFolder.open(parent, Ticker.SYSTEM, SHORT));
      }
    }

    @Test
    void aRestartThatFollowsAKillWaitsForItAndGetsTheFolder() throws Exception {
      try (var holder = Child.run(FolderHolder.class, parent.toString())) {
        holder.awaitLine("holding");
        var next =
            CompletableFuture.supplyAsync(
                () -> DataFolder.open(parent, Ticker.SYSTEM, Duration.ofSeconds(20)));
        holder.kill();
        next.join().close();
      }
    }

    @Test
    void thisProcessIsRefusedASecondTimeAndStillHoldsTheFolder() throws Exception {
      var first = DataFolder.open(parent, Ticker.SYSTEM);
      assertRefused(
          Kind.LOCKED,
          "the data folder " + parent.toRealPath() + " is in use by this very process",
          () -> DataFolder.open(parent, Ticker.SYSTEM));
      try (var other = Child.run(FolderProbe.class, parent.toString())) {
        assertThat(other.awaitLine("refused")).contains("pid " + ProcessHandle.current().pid());
      }
      first.close();
      DataFolder.open(parent, Ticker.SYSTEM).close();
    }
  }

  @Nested
  class Trouble {
    @Test
    void aFileIsNoFolder() throws Exception {
      var file = Files.createFile(parent.resolve("data"));
      assertRefused(
          Kind.UNUSABLE_FOLDER,
          "cannot use the data folder " + file + ": it is not a folder",
          () -> DataFolder.open(file, Ticker.SYSTEM));
    }

    @Test
    void samplesWithoutTheirLedgerAreNotTakenForAFreshStart() throws Exception {
      Files.writeString(parent.resolve("samples.db"), "ticks");
      assertRefused(
          Kind.CORRUPT,
          parent.toRealPath().resolve("ledger.db")
              + " is missing or empty beside its samples: put it back, or move samples.db away",
          () -> DataFolder.open(parent, Ticker.SYSTEM));
      assertThat(parent.resolve(FolderLock.PID_FILE)).doesNotExist();
    }

    @Test
    void rubbishIsNoLedger() throws Exception {
      var file = parent.resolve("ledger.db");
      Files.writeString(file, "rubbish ".repeat(1000));
      assertThatThrownBy(() -> SqliteLedger.open(file, Ticker.SYSTEM))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
          .hasMessageStartingWith("the file is damaged: " + file);
      assertThat(file).hasContent("rubbish ".repeat(1000));
    }

    @Test
    void samplesAreNoLedger() throws Exception {
      var file = parent.resolve("some.db");
      SqliteSamples.open(file, InstantSource.system(), Ticker.SYSTEM).close();
      assertRefused(
          Kind.CORRUPT,
          file + " is a database, but not one of Allwell's",
          () -> SqliteLedger.open(file, Ticker.SYSTEM));
    }
  }

  private static void assertRefused(Kind kind, String message, ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage(message);
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
