package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Policy.Profile;
import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Real calls under the profile `public`. Nothing here may leave this machine, so the part of the
/// address of the public internet is played by one of loopback that the policy excepts.
@ExtendWith(LogWatch.class)
class PublicCallTest {
  private DnsServer names;
  private MultiThreadIoEventLoopGroup loops;
  private Tls tls;

  @BeforeEach
  void start() {
    names = new DnsServer();
    loops = new MultiThreadIoEventLoopGroup(1, Transport.best().ioHandlers());
    tls = Tls.create(List.of());
  }

  @AfterEach
  void stop() throws InterruptedException {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    tls.close();
    names.close();
  }

  @Test
  void oneForbiddenAddressForbidsTheName() {
    names.with(
        "mixed.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("127.0.0.2", 30));
    try (var target = SickTarget.playing(Sickness.hanging())) {
      var to = plain("mixed.test", target.port(), IpChoice.PREFER_IPV4);
      assertThat(dial(Profile.PUBLIC, to, "127.0.0.1"))
          .isEqualTo("BLOCKED_BY_POLICY: 127.0.0.2 is no address of the public internet");
      assertThat(target.accepted()).isZero();
      assertThat(dial(Profile.PUBLIC, to, "127.0.0.0/30")).isEqualTo("OK: ");
      assertThat(dial(Profile.SELF_HOSTED, to)).isEqualTo("OK: ");
    }
  }

  @Test
  void soDoesOneOfTheOtherKindThatIsAskedForLater() {
    names.with("kinds.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("::1", 30));
    try (var hole = new BlackHole()) { // so that the other kind has all the time it needs
      var to = plain("kinds.test", hole.port(), IpChoice.PREFER_IPV4);
      assertThat(dial(Profile.PUBLIC, to, "127.0.0.1"))
          .startsWith("BLOCKED_BY_POLICY: ")
          .endsWith(":1 is no address of the public internet");
    }
  }

  @Test
  void aLiteralAndANameOfThisMachineAreForbiddenToo() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      for (String host : List.of("127.0.0.1", "localhost")) {
        assertThat(dial(Profile.PUBLIC, plain(host, target.port(), IpChoice.PREFER_IPV4)))
            .startsWith("BLOCKED_BY_POLICY: ");
      }
      assertThat(target.accepted()).isZero();
    }
  }

  @Test
  void theGuardStandsBeforeAChosenNameServer() {
    names.with("a.test", DnsRecord.address("127.0.0.1", 30));
    var resolver = new Endpoint("127.0.0.1", names.port());
    var route = new Route(TlsSettings.DEFAULT, IpChoice.PREFER_IPV4, resolver);
    var to = new Destination(new Endpoint("a.test", 443), false, route);
    assertThat(dial(Profile.PUBLIC, to))
        .isEqualTo(
            "BLOCKED_BY_POLICY: the name server 127.0.0.1:%d is no address of the public internet",
            names.port());
    assertThat(names.questions()).isEmpty();
  }

  @Test
  void httpIsNotSpokenToAMailServer() {
    var endpoint = new Endpoint("mail.test", 25);
    var http = new Destination(endpoint, false, Route.DEFAULT, List.of(), true, false);
    assertThat(dial(Profile.PUBLIC, http))
        .isEqualTo("BLOCKED_BY_POLICY: 25 is a port that http may not go to");
    assertThat(names.questions()).isEmpty();
    assertThat(dial(Profile.PUBLIC, new Destination(endpoint, false, Route.DEFAULT)))
        .startsWith("DNS_NOT_FOUND");
    assertThat(dial(Profile.SELF_HOSTED, http)).startsWith("DNS_NOT_FOUND");
  }

  @Test
  void norByWayOfAProxy() {
    var proxy = new Proxy(Proxy.Kind.SOCKS5, new Endpoint("proxy.test", 1080), null);
    var endpoint = new Endpoint("mail.test", 25);
    var http = new Destination(endpoint, false, Route.DEFAULT.by(proxy), List.of(), true, false);
    assertThat(dial(Profile.PUBLIC, http))
        .isEqualTo("BLOCKED_BY_POLICY: 25 is a port that http may not go to");
    assertThat(names.questions()).isEmpty();
    assertThat(dial(Profile.SELF_HOSTED, http)).startsWith("PROXY_FAILED: the proxy socks5://");
  }

  private static Destination plain(String host, int port, IpChoice choice) {
    return new Destination(
        new Endpoint(host, port), false, new Route(TlsSettings.DEFAULT, choice, null));
  }

  private String dial(Profile profile, Destination to, String... allowed) {
    var policy = new Policy(profile, Stream.of(allowed).map(Prefix::parse).toList());
    var settings = new Egress.Settings(Transport.best(), tls, List.of(names.address()));
    var guard = new Guard(new OwnListeners(), policy);
    try (var egress = new Egress(loops.next(), Ticker.SYSTEM, guard, settings)) {
      var ended = new CompletableFuture<String>();
      egress
          .loop()
          .execute(() -> {
            var _ = egress.dial(to, new Stopwatch(egress.ticker()), new Telling(ended));
          });
      return ended.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  private record Telling(CompletableFuture<String> ended) implements Caller {
    @Override
    public void connected(Channel channel) {
      var _ = channel.close();
      ended.complete("OK: ");
    }

    @Override
    public void failed(Reason reason, String detail) {
      ended.complete(reason + ": " + detail);
    }
  }
}
