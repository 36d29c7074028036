package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.server.config.Config;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SevereFlagTest {
  @Command(name = "x")
  private static final class Taking {
    @Mixin private final ServeFlags flags = new ServeFlags();
  }

  private static Set<String> said(String... words) {
    var taking = new Taking();
    new CommandLine(taking).parseArgs(words);
    return taking.flags.overrides().over(Config.byDefault()).conventions().mostSevere();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--most-severe", "--sev-1-apps"})
  void theNamesAreSaidInOneFlagOfEitherName(String flag) {
    assertThat(said(flag, "shop, big till")).containsExactlyInAnyOrder("shop", "big till");
    assertThat(said()).isEmpty();
  }

  @Test
  void aNameThatCannotBeIsTold() {
    assertThatThrownBy(() -> said("--sev-1-apps", "a\tb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--most-severe: expected 1 to 128 printable characters");
  }
}
