package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Handling;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.access.Caller.Way;
import dev.allwell.server.access.Token.Origin;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAddressTest {
  private static final InetAddress INTERFACE = InetAddress.ofLiteral("192.0.2.1");
  private final OwnAddress rule = new OwnAddress(INTERFACE::equals);

  private static Caller holder(Scope scope, String peer, Way way) {
    var token = new Token("t", scope, TokenText.hash("t"), Origin.API, Instant.EPOCH, null);
    return new Caller.Holder(InetAddress.ofLiteral(peer), token, way);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7, 127.0.0.1, false",
    "192.0.2.7, localhost, false",
    "192.0.2.7, shop.test, false",
    "192.0.2.7, ::ffff:192.0.2.7, true",
    "2001:db8::7, 2001:0db8:0:0::7, true",
    "2001:db8::7, 2001:db8::8, false",
    "192.0.2.7, 3221225991, false",
    "192.0.2.7, 192.0.519, false",
    "192.0.2.7, 192.0.02.7, false",
    "192.0.2.7, 300.0.2.7, false",
  })
  void whoComesFromElsewhereRegistersHisOwnAddressAsANumber(
      String peer, String host, boolean allowed) {
    assertThat(rule.refusal(holder(Scope.REGISTER, peer, Way.DIRECT), host).isEmpty())
        .isEqualTo(allowed);
    assertThat(rule.refusal(holder(Scope.REGISTER_ANY, peer, Way.DIRECT), host)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.9.9.9, true",
    "::1, true",
    "LocalHost, true",
    "192.0.2.1, true",
    "192.0.2.2, false",
    "localhost.test, false"
  })
  void whoIsOnThisMachineRegistersItsAddresses(String host, boolean allowed) {
    assertThat(rule.refusal(holder(Scope.REGISTER, "127.0.0.1", Way.HERE), host).isEmpty())
        .isEqualTo(allowed);
  }

  private static Registration at(String host, boolean registered) {
    var service =
        new Service(
            new Identity("a", "a", "http://" + host),
            Source.API,
            HttpCheck.of(false, new Endpoint(host, 80), "/"),
            Schedule.DEFAULT,
            Rules.DEFAULT,
            Labels.NONE);
    return new Registration(
        1, service, Instant.EPOCH, Instant.EPOCH, Handling.of(false, registered));
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTER, 192.0.2.7, true, true",
    "REGISTER, 192.0.2.7, false, false",
    "REGISTER, 192.0.2.8, true, false",
    "REGISTER, shop.test, true, false",
    "REGISTER_ANY, shop.test, true, true",
    "REGISTER_ANY, 192.0.2.7, false, false",
    "WRITE, shop.test, false, true",
    "ADMIN, shop.test, false, true"
  })
  void whatIsThereIsTouchedByWhoMadeItByRegisterOrMayWrite(
      Scope scope, String host, boolean registered, boolean allowed) {
    var permit = rule.permit(holder(scope, "192.0.2.7", Way.DIRECT));
    assertThat(permit.refusal(at(host, registered)).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void whoShowsNoTokenTouchesOnThisMachineWhatWasRegisteredWhereverItIs() {
    var permit = rule.permit(new Caller.Local(InetAddress.ofLiteral("127.0.0.1")));
    assertThat(permit.refusal(at("shop.test", true))).isEmpty();
    assertThat(permit.refusal(at("127.0.0.1", false)))
        .hasValueSatisfying(why -> assertThat(why).contains("/register", "scope write"));
  }

  @Test
  void whoComesThroughAProxyTouchesNothing() {
    var permit = rule.permit(holder(Scope.REGISTER, "127.0.0.1", Way.PROXIED));
    assertThat(permit.refusal(at("127.0.0.1", true))).isPresent();
  }

  @Test
  void whoComesThroughAProxyHasNoAddressThatIsKnown() {
    assertThat(rule.refusal(holder(Scope.REGISTER, "127.0.0.1", Way.PROXIED), "127.0.0.1"))
        .hasValueSatisfying(why -> assertThat(why).contains("proxy", "register:any"));
  }

  @Test
  void aProxyOnAnotherMachineIsNotItsCaller() {
    assertThat(rule.refusal(holder(Scope.REGISTER, "192.0.2.7", Way.PROXIED), "192.0.2.7"))
        .isPresent();
  }

  @Test
  void whoShowsNoTokenOnThisMachineRegistersAnything() {
    assertThat(rule.refusal(new Caller.Local(InetAddress.ofLiteral("::1")), "shop.test")).isEmpty();
  }

  @Test
  void theRefusalNamesTheAddressAndTheWayOut() {
    assertThat(rule.refusal(holder(Scope.REGISTER, "192.0.2.7", Way.DIRECT), "192.0.2.8"))
        .contains(
            "this token registers only the caller's own address, 192.0.2.7, written as a number:"
                + " scope register:any registers others too");
  }

  @Test
  void whatStaysFollowsNoRedirectAndIsTheSameOtherwise() {
    var check = HttpCheck.of(true, new Endpoint("192.0.2.7", 443), "/health");
    var service =
        new Service(
            new Identity("a", "a", "https://192.0.2.7/health"),
            Source.API,
            check,
            Schedule.DEFAULT,
            Rules.DEFAULT,
            new Labels(List.of(), List.of(), Map.of()));

    var staying = OwnAddress.staying(service);

    assertThat(check.conduct().redirects()).isPositive();
    assertThat(((HttpCheck) staying.check()).conduct().redirects()).isZero();
    assertThat(((HttpCheck) staying.check()).with(check.conduct())).isEqualTo(check);
    assertThat(OwnAddress.staying(staying)).isEqualTo(staying);
  }
}
