package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.server.config.Config;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class EtcdFlagsTest {
  @Command(name = "x")
  private static final class Taking {
    @Mixin private final ServeFlags flags = new ServeFlags();
  }

  private static EtcdSettings said(String line) {
    var taking = new Taking();
    new CommandLine(taking).parseArgs(line.isEmpty() ? new String[0] : line.split(" ", -1));
    return taking.flags.overrides().over(Config.byDefault()).etcd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--etcd-endpoints", "--etcd-peers"})
  void theMembersAreSaidInOneFlagOfEitherName(String flag) {
    var etcd = said(flag + " http://one.test:2379,two.test");
    assertThat(etcd.addresses())
        .extracting(EtcdAddress::toString)
        .containsExactly("http://one.test:2379", "http://two.test:2379");
    assertThat(etcd.prefix()).isEqualTo("/ft");
    assertThat(etcd.router()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--router", "--vulcand"})
  void theRouterIsSaidInOneFlagOfEitherName(String flag) {
    assertThat(said(flag + " router:8080").router()).contains("http://router:8080");
  }

  @Test
  void thePrefixIsSaidByItself() {
    assertThat(said("--etcd-prefix /other/").prefix()).isEqualTo("/other");
    assertThat(said("")).isEqualTo(EtcdSettings.OFF);
  }

  @Test
  void whatIsNotSaidIsAsTheConfigurationHasIt() {
    var address = List.of(EtcdAddress.parse("https://one.test"));
    var config = Config.byDefault().with(EtcdSettings.OFF.at(address).under("/x"));
    var taking = new Taking();
    new CommandLine(taking).parseArgs("--router", "r");
    var etcd = taking.flags.overrides().over(config).etcd();
    assertThat(etcd).isEqualTo(EtcdSettings.OFF.at(address).under("/x").through("http://r"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--etcd-endpoints ftp://x|--etcd-endpoints: expected an address of etcd",
        "--etcd-endpoints ,|--etcd-endpoints: expected 1 to 16 addresses",
        "--etcd-peers http://a,https://b|--etcd-endpoints: expected members of one cluster",
        "--etcd-prefix ft|--etcd-prefix: expected the beginning of keys",
        "--vulcand a/b|--router: expected the address of a router"
      })
  void aFlagThatCannotBeIsNamed(String line, String message) {
    assertThatThrownBy(() -> said(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
