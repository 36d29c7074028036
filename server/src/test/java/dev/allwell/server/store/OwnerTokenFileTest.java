package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerTokenFileTest {
  @TempDir Path folder = Path.of("");

  private String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void itHoldsTheBareTextForItsOwnersEyes() throws Exception {
    var path = folder.resolve("admin-token");
    var file = new OwnerTokenFile(path);
    assertThat(file.read()).isEmpty();

    file.write("first");
    file.write("second");

    assertThat(file.read()).contains("second");
    assertThat(Files.readString(path)).isEqualTo("second\n");
    assertThat(mode(path)).isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).as("no draft is left").containsExactly(path);
    }
  }

  @Test
  void whatOthersMayReadTheyMayNotAfterItWasRead() throws Exception {
    var path = Files.writeString(folder.resolve("admin-token"), "text");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(new OwnerTokenFile(path).read()).contains("text");

    assertThat(mode(path)).isEqualTo("rw-------");
  }

  @Test
  void whatIsNoFileIsNamed() throws Exception {
    var path = Files.createDirectory(folder.resolve("admin-token"));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> new OwnerTokenFile(path).read())
        .withMessageContaining(path.toString());
  }
}
