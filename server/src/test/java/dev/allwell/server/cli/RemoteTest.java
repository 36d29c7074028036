package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// To whom which token is shown.
class RemoteTest {
  private static final Script REFUSING =
      Sickness.healthy(
          401, "{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"show a token\"}");

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  /// A command that asks for something.
  @Command(name = "ask")
  static final class Ask {
    @Mixin private final Remote remote;

    Ask(boolean here) {
      remote = new Remote(host -> here);
    }
  }

  @BeforeEach
  void leaveATokenInTheFolder() throws IOException {
    Files.writeString(folder.resolve("admin-token"), "filed\n");
  }

  /// @param here whether the server is taken for one of this machine
  private Remote remote(boolean here, SickTarget target, String... words) {
    return remote(here, "http://127.0.0.1:" + target.port(), words);
  }

  private Remote remote(boolean here, String url, String... words) {
    var all = new ArrayList<>(List.of("--url", url));
    all.addAll(List.of("--data", folder.toString()));
    all.addAll(List.of(words));
    var ask = new Ask(here);
    new CommandLine(ask).setErr(new PrintWriter(err, true)).parseArgs(all.toArray(String[]::new));
    return ask.remote;
  }

  @Test
  void theFoldersTokenIsShownOnThisMachine() throws Exception {
    try (var target = SickTarget.playing(Sickness.healthy(200, "{}"))) {
      remote(true, target).client().get("/");

      assertThat(target.arrivals().getFirst().header("Authorization")).isEqualTo("Bearer filed");
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void anotherMachineIsShownNoTokenThatNobodyMeantForIt() {
    try (var target = SickTarget.playing(REFUSING)) {
      assertThatThrownBy(() -> remote(false, target).client().get("/"))
          .isInstanceOf(ServerRefused.class)
          .hasMessageContaining(
              "answers 401: show a token; the data folder's token is shown to servers on this"
                  + " machine alone: name one for 127.0.0.1 with --token or the variable"
                  + " ALLWELL_TOKEN");

      assertThat(target.arrivals().getFirst().header("Authorization")).isEmpty();
    }
  }

  @Test
  void aTokenThatWasNamedGoesToAnotherMachineWithAWarning() throws Exception {
    try (var target = SickTarget.playing(Sickness.healthy(200, "{}"))) {
      remote(false, target, "--token", "given").client().get("/");

      assertThat(target.arrivals().getFirst().header("Authorization")).isEqualTo("Bearer given");
    }
    assertThat(err.toString()).contains("the token goes to 127.0.0.1 unencrypted");
  }

  @Test
  void aNamedTokenIsTheOneGivenElseTheVariables() {
    assertThat(Remote.named(null, null)).isEmpty();
    assertThat(Remote.named("given", "variable")).contains("given");
    assertThat(Remote.named(null, "variable\n")).contains("variable");
    assertThat(Remote.named(null, " ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
  void theseAreThisMachine(String host) {
    assertThat(Remote.isHere(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "[2001:db8::1]", "0.0.0.0", "[::]", "128.0.0.1"})
  void andTheseAreNot(String host) {
    assertThat(Remote.isHere(host)).isFalse();
  }

  @Test
  void aUrlMayBeEncrypted() {
    var remote = remote(false, "https://watch.test", "--token", "given");

    assertThat(remote.client()).isNotNull();
    assertThat(err.toString()).doesNotContain("unencrypted");
  }
}
