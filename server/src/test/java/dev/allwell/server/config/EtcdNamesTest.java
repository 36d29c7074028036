package dev.allwell.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdNamesTest {
  private static EtcdSettings read(Map<String, String> environment) {
    return EtcdNames.over(Config.byDefault(), environment).etcd();
  }

  @Test
  void theNamesOfTheOriginalAreKnown() {
    var etcd =
        read(
            Map.of(
                "ETCD_PEERS", "http://one.test:2379, http://two.test", "VULCAND", "router:8080"));
    assertThat(etcd.addresses())
        .extracting(EtcdAddress::toString)
        .containsExactly("http://one.test:2379", "http://two.test:2379");
    assertThat(etcd.router()).contains("http://router:8080");
    assertThat(etcd.used()).isTrue();
  }

  @Test
  void whatIsEmptyOrNotThereCountsAsNone() {
    assertThat(read(Map.of("ETCD_PEERS", "", "VULCAND", ""))).isEqualTo(EtcdSettings.OFF);
    assertThat(read(Map.of()).used()).isFalse();
  }

  @Test
  void whatCannotBeIsNamed() {
    assertThatThrownBy(() -> read(Map.of("ETCD_PEERS", "ftp://x")))
        .hasMessage(
            "ETCD_PEERS: expected an address of etcd, as in http://127.0.0.1:2379, got"
                + " \"ftp://x\"");
    assertThatThrownBy(() -> read(Map.of("VULCAND", "a/b")))
        .hasMessage(
            "VULCAND: expected the address of a router, as in http://127.0.0.1:8080, got"
                + " \"a/b\"");
  }

  @ParameterizedTest
  @CsvSource({
    "one.test,http://one.test:2379",
    "127.0.0.1:1,http://127.0.0.1:1",
    "https://one.test/,https://one.test:2379",
    "http://[::1]:2379,http://[::1]:2379"
  })
  void anAddressIsReadInEachOfItsForms(String text, String meant) {
    assertThat(EtcdAddress.parse(text)).hasToString(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "http://", "a:b", "a:65536", "a:0", "http://u:p@a", "http://a/x", "a b"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> EtcdAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " , ", "http://a,https://b"})
  void whatAreNoMembersOfOneClusterIsRefused(String text) {
    assertThatThrownBy(() -> EtcdNames.addresses(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSlashAtTheEndOfAPrefixIsDropped() {
    assertThat(List.of("/ft", "/ft/", "/a/b_c/", "/x"))
        .map(EtcdSettings::checkPrefix)
        .containsExactly("/ft", "/ft", "/a/b_c", "/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "ft", "//", "/a//b", "/a b", "/\u00e9"})
  void whatIsNoPrefixIsRefused(String text) {
    assertThatThrownBy(() -> EtcdSettings.checkPrefix(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
