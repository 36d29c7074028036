package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Proxy;
import dev.allwell.server.config.Overrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ProxyFlagTest {
  @Command(name = "x")
  private static final class Taking {
    @Mixin private final ServeFlags flags = new ServeFlags();
  }

  private static Overrides.Beyond said(String... words) {
    var taking = new Taking();
    new CommandLine(taking).parseArgs(words);
    return taking.flags.overrides().beyond();
  }

  @Test
  void whoSaysNothingGoesAsTheConfigurationHasIt() {
    assertThat(said()).isEqualTo(Overrides.Beyond.AS_IT_IS);
  }

  @ParameterizedTest
  @CsvSource({
    "--proxy, proxy.test:1080, socks5://proxy.test:1080",
    "--socks-proxy, proxy.test:1080, socks5://proxy.test:1080",
    "--socks-proxy, socks5://[::1]:1080, socks5://[::1]:1080",
    "--proxy, http://watch:hush@proxy.test:3128, http://proxy.test:3128",
  })
  void aProxyIsTaken(String flag, String text, String origin) {
    var proxy = said(flag, text).proxyOrNull();
    assertThat(proxy).isNotNull().extracting(Proxy::origin).isEqualTo(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.test", "https://proxy.test:1", "socks5://a:b@:1", "proxy.test:0"})
  void whatIsNoneIsRefusedAndNotShown(String text) {
    assertThatThrownBy(() -> said("--proxy", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--proxy")
        .hasMessageContaining("expected ")
        .hasMessageNotContaining(text);
  }
}
