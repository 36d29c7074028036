package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Endpoint;
import dev.allwell.server.config.Overrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class GraphiteFlagsTest {
  @Command(name = "x")
  private static final class Taking {
    @Mixin private final ServeFlags flags = new ServeFlags();
  }

  private static Overrides.Graphed said(String line) {
    var taking = new Taking();
    new CommandLine(taking).parseArgs(line.isEmpty() ? new String[0] : line.split(" ", -1));
    return taking.flags.overrides().beyond().graphed();
  }

  @ParameterizedTest
  @CsvSource({
    "--graphite g.test:2103, g.test, 2103",
    "--graphite [::1]:2003, ::1, 2003",
    "--graphite-host g.test, g.test, 2003",
    "--graphite-host g.test --graphite-port 2103, g.test, 2103",
  })
  void theAddressIsSaidInOneFlagOrInTwo(String line, String host, int port) {
    assertThat(said(line)).isEqualTo(new Overrides.Graphed(new Endpoint(host, port), null));
  }

  @Test
  void theEnvironmentIsSaidByItself() {
    assertThat(said("--environment prod-uk")).isEqualTo(new Overrides.Graphed(null, "prod-uk"));
    assertThat(said("")).isEqualTo(Overrides.Graphed.AS_IT_IS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--graphite g.test|--graphite: expected host:port",
        "--graphite g.test:0|--graphite: expected a port",
        "--graphite-port 1|--graphite-port: belongs to --graphite-host",
        "--graphite g.test:1 --graphite-host g.test|--graphite-host: is said by --graphite already",
        "--graphite g.test:1 --graphite-port 1|--graphite-port: belongs to --graphite-host",
        "--graphite-host g.test:1|--graphite-host: expected a host without a port",
        "--graphite-host g.test --graphite-port x|--graphite-host: expected a host without a port",
        "--environment a/b|--environment: expected at most 64 letters",
      })
  void aFlagThatCannotBeIsNamed(String line, String message) {
    assertThatThrownBy(() -> said(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
