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
  private final Quotas quotas = new Quotas(rates(3), clock);

  /// @param together how many times as often all together
  private static Quotas.Rates rates(int together) {
    return new Quotas.Rates(
        new Rate(3, 1), new Rate(5, 1), new Rate(2, 1), new Rate(1, 0.1), new Rate(4, 1), together);
  }

  private static InetAddress at(String address) {
    return InetAddress.ofLiteral(address);
  }

  private static Caller holder(String name, String peer, boolean near) {
    var token = new Token(name, Scope.ADMIN, TokenText.hash(name), Origin.API, Instant.EPOCH, null);
    return new Caller.Holder(at(peer), token, near ? Caller.Way.HERE : Caller.Way.DIRECT);
  }

  private int granted(Caller caller, Asking asking) {
    int granted = 0;
    while (granted < 1000 && quotas.ask(caller, asking).isEmpty()) {
      granted++;
    }
    return granted;
  }

  @Test
  void eachKindOfRequestHasItsOwnRate() {
    var ci = holder("ci", "192.0.2.7", false);

    assertThat(granted(ci, Asking.READING)).isEqualTo(3);
    assertThat(granted(ci, Asking.REGISTERING)).isEqualTo(5);
    assertThat(granted(ci, Asking.CHANGING)).isEqualTo(2);
    assertThat(granted(ci, Asking.ADMINISTERING)).isEqualTo(2);
    assertThat(granted(ci, Asking.CHECKING)).isEqualTo(1);
    assertThat(quotas.ask(ci, Asking.READING)).contains(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(granted(ci, Asking.READING)).isEqualTo(1);
  }

  @Test
  void aTokenIsLimitedByItselfWhereverItComesFrom() {
    assertThat(granted(holder("a", "192.0.2.7", false), Asking.READING)).isEqualTo(3);
    assertThat(granted(holder("a", "192.0.2.8", false), Asking.READING)).isZero();
    assertThat(granted(holder("b", "192.0.2.7", false), Asking.READING)).isEqualTo(3);
  }

  @Test
  void aStrangerIsLimitedByHisAddressAndKeepsNobodyWithATokenOut() {
    assertThat(granted(new Caller.Stranger(at("192.0.2.7"), true, ""), Asking.READING))
        .isEqualTo(3);
    assertThat(granted(new Caller.Stranger(at("192.0.2.7"), true, ""), Asking.READING)).isZero();
    assertThat(granted(new Caller.Stranger(at("192.0.2.8"), true, ""), Asking.READING))
        .isEqualTo(3);
    assertThat(granted(holder("a", "192.0.2.7", false), Asking.READING)).isEqualTo(3);
  }

  @Test
  void whoHasAnIpv6NetworkHasOneBucket() {
    assertThat(granted(new Caller.Stranger(at("2001:db8::1"), true, ""), Asking.READING))
        .isEqualTo(3);
    assertThat(granted(new Caller.Stranger(at("2001:db8::2"), true, ""), Asking.READING)).isZero();
    assertThat(granted(new Caller.Stranger(at("2001:db8:0:1::1"), true, ""), Asking.READING))
        .isEqualTo(3);
  }

  @Test
  void whoIsNearIsNotLimited() {
    assertThat(granted(new Caller.Local(at("127.0.0.1")), Asking.REGISTERING)).isEqualTo(1000);
    assertThat(granted(holder("ci", "::1", true), Asking.CHANGING)).isEqualTo(1000);
  }

  @Test
  void theProxyOnThisMachineIsNotOneCallerAmongOthers() {
    assertThat(granted(new Caller.Stranger(at("127.0.0.1"), true, ""), Asking.READING))
        .isEqualTo(1000);
    assertThat(granted(holder("ci", "127.0.0.1", false), Asking.READING)).isEqualTo(3);
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
  void allTogetherAskNoMoreThanSoManyTimesAsOften() {
    for (int i = 1; i <= 3; i++) {
      assertThat(granted(new Caller.Stranger(at("192.0.2." + i), true, ""), Asking.READING))
          .isEqualTo(3);
    }
    var late = holder("late", "192.0.2.9", false);

    assertThat(quotas.ask(late, Asking.READING)).isPresent();
    assertThat(granted(late, Asking.CHANGING)).as("what is of another kind").isEqualTo(2);
    clock.advance(Duration.ofSeconds(1));
    assertThat(quotas.ask(late, Asking.READING)).isEmpty();
  }

  @Test
  void whoAdministersIsNotHeldUpByOthers() {
    for (int i = 0; i < 9; i++) {
      assertThat(granted(holder("admin" + i, "192.0.2.9", false), Asking.ADMINISTERING))
          .isEqualTo(2);
    }
  }

  @Test
  void otherRatesHoldFromThenOn() {
    var ci = holder("ci", "192.0.2.7", false);
    granted(ci, Asking.READING);
    quotas.configure(rates(3));
    assertThat(granted(ci, Asking.READING)).as("the same rates forget nothing").isZero();

    quotas.configure(
        new Quotas.Rates(
            new Rate(7, 1), new Rate(5, 1), new Rate(2, 1), new Rate(1, 1), new Rate(4, 1), 3));

    assertThat(granted(ci, Asking.READING)).isEqualTo(7);
  }

  @Test
  void byDefaultReadersWritersAndServicesHaveRoom() {
    var rates = Quotas.Rates.DEFAULT;

    assertThat(rates.reads().perSecond()).isGreaterThanOrEqualTo(100);
    assertThat(rates.registrations().burst()).isGreaterThanOrEqualTo(1000);
    assertThat(rates.registrations()).isEqualTo(new Rate(1000, 50));
    assertThat(rates.checks()).isEqualTo(new Rate(10, 10 / 60.0));
    assertThat(rates.wrong()).isEqualTo(new Rate(10, 10 / 60.0));
  }
}
