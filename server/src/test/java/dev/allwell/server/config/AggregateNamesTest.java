package dev.allwell.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateNamesTest {
  private static GraphiteSettings said(Map<String, String> environment) {
    return AggregateNames.over(Config.byDefault(), environment).graphite();
  }

  @Test
  void whereNothingIsSaidNothingGoesAnywhere() {
    assertThat(said(Map.of())).isEqualTo(GraphiteSettings.OFF);
    assertThat(said(Map.of("GRAPHITE_HOST", "", "ENVIRONMENT", "")))
        .isEqualTo(GraphiteSettings.OFF);
  }

  @Test
  void hostPortAndEnvironmentAreTaken() {
    var names = Map.of("GRAPHITE_HOST", "g.test", "GRAPHITE_PORT", "2103", "ENVIRONMENT", "prod");
    assertThat(said(names))
        .isEqualTo(GraphiteSettings.OFF.to(new Endpoint("g.test", 2103)).named("prod"));
  }

  @Test
  void thePortIsTheUsualOneUnlessSaid() {
    assertThat(said(Map.of("GRAPHITE_HOST", "::1")).address()).contains(new Endpoint("::1", 2003));
  }

  @Test
  void aPortAloneMayBeMeantForAnother() {
    assertThat(said(Map.of("GRAPHITE_PORT", "tcp://10.0.0.1:2003")))
        .isEqualTo(GraphiteSettings.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://10.0.0.1:2003", "0", "65536", "x"})
  void aPortThatIsNoneIsNamed(String port) {
    assertThatThrownBy(() -> said(Map.of("GRAPHITE_HOST", "g.test", "GRAPHITE_PORT", port)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GRAPHITE_HOST, GRAPHITE_PORT: expected ");
  }

  @Test
  void anEnvironmentOfAnyKindIsMadeAPart() {
    assertThat(said(Map.of("ENVIRONMENT", "Prod UK.1/é")).environment()).isEqualTo("Prod-UK-1--");
    assertThat(said(Map.of("ENVIRONMENT", "a".repeat(100))).environment())
        .isEqualTo("a".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.test:1080",
        "socks5://proxy.test:1080",
        "socks5h://proxy.test:1080",
        "SOCKS5H://proxy.test:1080/"
      })
  void theSocksProxyIsTheDefaultOfServices(String text) {
    var config = AggregateNames.over(Config.byDefault(), Map.of("SOCKS_PROXY", text));
    assertThat(config.defaults().proxy().map(Proxy::origin)).contains("socks5://proxy.test:1080");
    assertThat(AggregateNames.over(Config.byDefault(), Map.of("SOCKS_PROXY", "")))
        .isEqualTo(Config.byDefault());
  }

  @Test
  void aSocksProxyThatIsNoneIsNamedAndNotShown() {
    assertThatThrownBy(
            () -> AggregateNames.over(Config.byDefault(), Map.of("SOCKS_PROXY", "x:y@p.test")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SOCKS_PROXY: expected ")
        .hasMessageNotContaining("p.test");
  }

  @Test
  void flagsComeFirst() {
    var base = AggregateNames.over(Config.byDefault(), Map.of("GRAPHITE_HOST", "g.test"));
    var flags =
        new Overrides(
            null,
            null,
            null,
            List.of(),
            Overrides.Trusted.NOBODY_MORE,
            new Overrides.Beyond(
                new Overrides.Graphed(new Endpoint("other.test", 1), "stage"),
                Overrides.Etcd.AS_IT_IS,
                null));
    assertThat(flags.over(base).graphite())
        .isEqualTo(GraphiteSettings.OFF.to(new Endpoint("other.test", 1)).named("stage"));
    assertThat(Overrides.NONE.over(base)).isEqualTo(base);
  }

  @Test
  void aChangeTakesEffectAtTheNextStart() {
    var other = Config.byDefault().with(GraphiteSettings.OFF.named("prod"));
    assertThat(Config.byDefault().needRestart(other)).containsExactly("graphite");
  }
}
