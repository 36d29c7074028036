package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.TurnedClock;
import dev.allwell.server.access.Token.Origin;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private final TurnedClock clock = new TurnedClock();
  private final Quotas quotas =
      new Quotas(
          new Quotas.Rates(new Rate(3, 1), new Rate(5, 1), new Rate(2, 1), new Rate(4, 1)), clock);

  private static InetAddress at(String address) {
    return InetAddress.ofLiteral(address);
  }

  private static Caller holder(String name, String peer, boolean near) {
    var token = new Token(name, Scope.ADMIN, TokenText.hash(name), Origin.API, Instant.EPOCH, null);
    return new Caller.Holder(at(peer), token, near ? Caller.Way.HERE : Caller.Way.DIRECT);
  }

  private int granted(Caller caller, Scope scope) {
    int granted = 0;
    while (granted < 1000 && quotas.ask(caller, scope).isEmpty()) {
      granted++;
    }
    return granted;
  }

  @Test
  void eachKindOfRequestHasItsOwnRate() {
    var ci = holder("ci", "192.0.2.7", false);

    assertThat(granted(ci, Scope.READ)).isEqualTo(3);
    assertThat(granted(ci, Scope.REGISTER)).isEqualTo(5);
    assertThat(granted(ci, Scope.WRITE)).isEqualTo(2);
    assertThat(granted(ci, Scope.ADMIN)).isEqualTo(2);
    assertThat(quotas.ask(ci, Scope.READ)).contains(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(granted(ci, Scope.READ)).isEqualTo(1);
  }

  @Test
  void aTokenIsLimitedByItselfWhereverItComesFrom() {
    assertThat(granted(holder("a", "192.0.2.7", false), Scope.READ)).isEqualTo(3);
    assertThat(granted(holder("a", "192.0.2.8", false), Scope.READ)).isZero();
    assertThat(granted(holder("b", "192.0.2.7", false), Scope.READ)).isEqualTo(3);
  }

  @Test
  void aStrangerIsLimitedByHisAddressAndKeepsNobodyWithATokenOut() {
    assertThat(granted(new Caller.Stranger(at("192.0.2.7"), true, ""), Scope.READ)).isEqualTo(3);
    assertThat(granted(new Caller.Stranger(at("192.0.2.7"), true, ""), Scope.READ)).isZero();
    assertThat(granted(new Caller.Stranger(at("192.0.2.8"), true, ""), Scope.READ)).isEqualTo(3);
    assertThat(granted(holder("a", "192.0.2.7", false), Scope.READ)).isEqualTo(3);
  }

  @Test
  void whoHasAnIpv6NetworkHasOneBucket() {
    assertThat(granted(new Caller.Stranger(at("2001:db8::1"), true, ""), Scope.READ)).isEqualTo(3);
    assertThat(granted(new Caller.Stranger(at("2001:db8::2"), true, ""), Scope.READ)).isZero();
    assertThat(granted(new Caller.Stranger(at("2001:db8:0:1::1"), true, ""), Scope.READ))
        .isEqualTo(3);
  }

  @Test
  void whoIsNearIsNotLimited() {
    assertThat(granted(new Caller.Local(at("127.0.0.1")), Scope.REGISTER)).isEqualTo(1000);
    assertThat(granted(holder("ci", "::1", true), Scope.WRITE)).isEqualTo(1000);
  }

  @Test
  void theProxyOnThisMachineIsNotOneCallerAmongOthers() {
    assertThat(granted(new Caller.Stranger(at("127.0.0.1"), true, ""), Scope.READ)).isEqualTo(1000);
    assertThat(granted(holder("ci", "127.0.0.1", false), Scope.READ)).isEqualTo(3);
  }

  @Test
  void wrongTokensAreLimitedByAddress() {
    for (int i = 0; i < 4; i++) {
      assertThat(quotas.wrongToken(at("127.0.0.1"))).isEmpty();
    }
    assertThat(quotas.wrongToken(at("127.0.0.1"))).contains(Duration.ofSeconds(1));
    assertThat(quotas.wrongToken(at("192.0.2.7"))).isEmpty();
    assertThat(quotas.wrongTokens()).isEqualTo(6);
    assertThat(quotas.limited()).isEqualTo(1);
  }

  @Test
  void byDefaultReadersWritersAndServicesHaveRoom() {
    var rates = Quotas.Rates.DEFAULT;

    assertThat(rates.reads().perSecond()).isGreaterThanOrEqualTo(100);
    assertThat(rates.registrations().burst()).isGreaterThanOrEqualTo(1000);
    assertThat(rates.wrong().perSecond() * 60).isLessThanOrEqualTo(10.01);
  }
}
