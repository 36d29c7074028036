package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.engine.LedgerException;
import dev.allwell.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
  private static final Secret SECRET = new Secret("swordfish ☃ \ud83d \u0000");

  @TempDir Path folder = Path.of("");

  @Test
  void whatWasSealedIsOpenedByAnotherBoxWithTheSameFile() {
    String sealed = box().seal(SECRET);
    assertThat(box().open(sealed)).isEqualTo(SECRET);
    assertThat(box().open(box().seal(new Secret("")))).isEqualTo(new Secret(""));
  }

  @Test
  void whatIsSealedTwiceLooksDifferent() {
    var box = box();
    assertThat(box.seal(SECRET)).isNotEqualTo(box.seal(SECRET)).doesNotContain("swordfish");
  }

  @Test
  void theKeyIsForItsOwnersEyesAndMadeAtTheFirstUse() throws IOException {
    var box = box();
    assertThat(key()).doesNotExist();
    box.seal(SECRET);
    assertThat(Files.size(key())).isEqualTo(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryNotContaining(file -> file.endsWith("secret.key.new"));
  }

  @Test
  void aKeyThatOthersMayReadIsTakenFromThem() throws IOException {
    box().seal(SECRET);
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r--r--"));
    box().seal(SECRET);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
  }

  @Test
  void eachChangedByteIsFound() {
    var box = box();
    String sealed = box.seal(SECRET);
    int head = sealed.lastIndexOf(':') + 1;
    byte[] body = Base64.getDecoder().decode(sealed.substring(head));
    for (int i = 0; i < body.length; i++) {
      byte[] bad = body.clone();
      bad[i] ^= 1;
      String changed = sealed.substring(0, head) + Base64.getEncoder().encodeToString(bad);
      assertThatThrownBy(() -> box.open(changed))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("its secret is not what was sealed");
    }
    for (String bad :
        new String[] {"", "v1:", "v2" + sealed.substring(2), sealed.substring(0, head), "v1::x"}) {
      assertThatThrownBy(() -> box.open(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aLostKeyAndAnotherKeyAreNamed() throws IOException {
    String sealed = box().seal(SECRET);
    Files.delete(key());
    assertThatThrownBy(() -> box().open(sealed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("its secret cannot be opened: no " + key());
    assertThat(key()).as("opening makes no key").doesNotExist();
    box().seal(SECRET);
    assertThatThrownBy(() -> box().open(sealed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("its secret was sealed with another key than " + key() + " holds");
  }

  @Test
  void aFileThatIsNoKeyIsNeitherUsedNorOverwritten() throws IOException {
    Files.write(key(), "short".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> box().seal(SECRET))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("it has 5 bytes, not 32");
    assertThat(key()).hasContent("short");
  }

  private SecretBox box() {
    return new SecretBox(new KeyFile(key()));
  }

  private Path key() {
    return folder.resolve("secret.key");
  }
}
