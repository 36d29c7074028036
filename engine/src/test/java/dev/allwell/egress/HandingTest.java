package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandingTest {
  private final OwnListeners own = new OwnListeners();
  private final Guard guard = new Guard(own);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.test",
        "4shop.test",
        "shop4",
        "10.0.0.7.shop.test",
        "0xcafe.test",
        "localhost",
        "10.0.0.7",
        "127.0.0.1",
        "::1",
        "2001:db8::1",
        "shop.test."
      })
  void whatIsANameOrAnAllowedAddressMayBeTold(String host) {
    assertThat(refusal(host, 80)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254",
        "fe80::1",
        "0.0.0.0",
        "255.255.255.255",
        "Metadata.Google.Internal.",
        "2852039166",
        "0",
        "0x",
        "0xA9FEA9FE",
        "0xa9fea9fe.",
        "169.254.43518",
        "0251.0376.0251.0376",
        "169.254.169.254.",
        "127.1",
        "shop.127",
        "::g",
        "1:2:3"
      })
  void whatIsForbiddenOrReadInSeveralWaysMayNot(String host) {
    assertThat(refusal(host, 80)).map(Trouble::reason).contains(Reason.BLOCKED_BY_POLICY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b.test", ".test", "..", "shop.test.."})
  void whatIsNoNameIsNotFound(String host) {
    assertThat(refusal(host, 80)).map(Trouble::reason).contains(Reason.DNS_NOT_FOUND);
    assertThat(refusal("a".repeat(64) + ".test", 80))
        .map(Trouble::reason)
        .contains(Reason.DNS_NOT_FOUND);
  }

  @Test
  void ourOwnListenersAreNotReachedByADetour() {
    own.announce(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000)));
    for (String host :
        List.of("127.0.0.1", "::ffff:127.0.0.1", "localhost", "LocalHost.", "a.localhost")) {
      assertThat(refusal(host, 4000)).as(host).isPresent();
      assertThat(refusal(host, 4001)).as(host).isEmpty();
    }
  }

  @Test
  void anAddressIsToldAsTheGuardSawItAndANameAsItIs() {
    assertThat(told("shop.test").isUnresolved()).isTrue();
    assertThat(told("shop.test").getHostString()).isEqualTo("shop.test");
    assertThat(told("10.0.0.7").getAddress()).isEqualTo(InetAddress.ofLiteral("10.0.0.7"));
    assertThat(told("010.0.0.7").isUnresolved())
        .as("another reader might take it for an octal number")
        .isFalse();
    assertThat(told("::ffff:10.0.0.7").getAddress().getHostAddress()).isEqualTo("10.0.0.7");
  }

  private Optional<Trouble> refusal(String host, int port) {
    return Handing.refusal(guard, new Endpoint(host, port));
  }

  private static InetSocketAddress told(String host) {
    return Handing.told(new Endpoint(host, 80));
  }
}
