package dev.allwell.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Conventions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SevereNamesTest {
  private static Conventions said(Map<String, String> environment) {
    return SevereNames.over(Config.byDefault(), environment).conventions();
  }

  private static Overrides flags(Set<String> names) {
    return new Overrides(
        null,
        null,
        null,
        List.of(),
        Overrides.Trusted.NOBODY_MORE,
        new Overrides.Beyond(Overrides.Graphed.AS_IT_IS, Overrides.Etcd.AS_IT_IS, null, names));
  }

  @Test
  void theNameOfTheOriginalIsKnown() {
    assertThat(said(Map.of("SEV_1_APPS", "shop, till ,, e\u0301t\u00e9")))
        .isEqualTo(new Conventions("-[0-9]+", Set.of("shop", "till", "\u00e9t\u00e9")));
  }

  @Test
  void whatIsEmptyOrNotThereCountsAsNone() {
    assertThat(said(Map.of())).isEqualTo(Conventions.USUAL);
    assertThat(said(Map.of("SEV_1_APPS", " , "))).isEqualTo(Conventions.USUAL);
  }

  @Test
  void whatCannotBeIsNamed() {
    assertThatThrownBy(() -> said(Map.of("SEV_1_APPS", "shop,a\tb")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SEV_1_APPS: expected 1 to 128 printable characters, got ");
  }

  @Test
  void flagsComeFirst() {
    var base = SevereNames.over(Config.byDefault(), Map.of("SEV_1_APPS", "shop"));
    assertThat(flags(Set.of("till")).over(base).conventions().mostSevere()).containsExactly("till");
    assertThat(flags(Set.of()).over(base)).isEqualTo(base);
  }

  @Test
  void aChangeTakesEffectAtTheNextStart() {
    var other = Config.byDefault().with(new Conventions("@[a-z]+", Set.of("shop")));
    assertThat(Config.byDefault().needRestart(other))
        .containsExactly("instance-suffix", "most-severe");
  }
}
