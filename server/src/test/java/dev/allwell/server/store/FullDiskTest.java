package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: a small file system that only the child process sees, mounted in a
/// name space of its own.
class FullDiskTest {
  @TempDir Path disk = Path.of("");

  @Test
  void aFullDiskIsSaidInPlainWordsLosesNothingAndIsGotOver() throws Exception {
    try (var child = Child.run(onSmallDisk(), FullDisk.class, disk.toString())) {
      assertThat(child.awaitLine("full")).contains("No space left");
      assertThat(child.awaitLine("forWantOfSpace")).isEqualTo("true");
      assertThat(child.awaitLine("refused"))
          .startsWith("the disk is full: " + disk.resolve("data/ledger.db"));
      assertThat(child.awaitLine("waiting")).isEqualTo("1");
      assertThat(child.awaitLine("dropped")).isEqualTo("0");
      assertThat(child.awaitLine("lost")).isEqualTo("0");
      assertThat(child.awaitLine("turns")).isEqualTo("1");
      assertThat(child.awaitLine("stretches")).isEqualTo("1");
      assertThat(child.awaitLine("start")).startsWith("DISK_FULL ");
      assertThat(child.exitCode()).isZero();
    }
  }

  private List<String> onSmallDisk() {
    return List.of(
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\"",
        disk.toString());
  }
}
