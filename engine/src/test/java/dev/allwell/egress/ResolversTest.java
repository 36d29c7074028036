package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class ResolversTest {
  private static final int REFUSED = 5;

  private final AtomicLong nanos = new AtomicLong();
  private final OwnListeners own = new OwnListeners();
  private DnsServer usual;
  private MultiThreadIoEventLoopGroup loops;
  private Tls tls;
  private Resolvers resolvers;

  @BeforeEach
  void start() {
    usual = new DnsServer().with("a.test", DnsRecord.address("127.0.0.9", 30));
    loops = new MultiThreadIoEventLoopGroup(1, Transport.best().ioHandlers());
    tls = Tls.create(List.of());
    resolvers = on(usual.address());
  }

  @AfterEach
  void stop() throws InterruptedException {
    resolvers.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    tls.close();
    usual.close();
  }

  @Test
  void aServiceIsResolvedByTheServerItNames() {
    try (var another = new DnsServer()) {
      another.with("a.test", DnsRecord.address("127.0.0.10", 30));
      assertThat(ask("a.test", by(another))).isEqualTo("127.0.0.10");
      assertThat(ask("a.test", Route.DEFAULT)).isEqualTo("127.0.0.9");
      assertThat(ask("a.test", by(another))).isEqualTo("127.0.0.10");
      assertThat(another.asked("a.test", DnsRecord.A)).as("kept").isEqualTo(1);
      assertThat(resolvers.size()).isEqualTo(1);
    }
  }

  @Test
  void theGuardStandsBeforeNameServersToo() {
    assertThat(ask("a.test", by("169.254.169.253", 53)))
        .isEqualTo("BLOCKED_BY_POLICY: the name server 169.254.169.253:53 is a link-local address");
    own.announce(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5353)));
    assertThat(ask("a.test", by("127.0.0.1", 5353))).startsWith("BLOCKED_BY_POLICY");
  }

  @Test
  void aLiteralNeedsNoServer() {
    assertThat(ask("127.0.0.7", by("192.0.2.1", 53))).isEqualTo("127.0.0.7");
    assertThat(resolvers.size()).isZero();
  }

  @Test
  void theyAreBoundedAndClosedWhenNobodyUsesThem() {
    for (int i = 0; i < Resolvers.MOST + 20; i++) {
      ask("localhost", by("192.0.2.1", 1000 + i));
    }
    assertThat(resolvers.size()).isEqualTo(Resolvers.MOST);
    nanos.addAndGet(Resolvers.IDLE_NANOS);
    ask("localhost", by("192.0.2.1", 1));
    assertThat(resolvers.size()).isEqualTo(1);
  }

  @Test
  void aRefusalIsNoMissingName() {
    UnaryOperator<byte[]> refusing =
        answer -> {
          answer[3] = (byte) ((answer[3] & 0xf0) | REFUSED);
          answer[7] = 0; // no answers
          return answer;
        };
    try (var relay = new DnsRelay(usual.address(), 0, refusing)) {
      assertThat(ask("no.test", by(relay.address())))
          .startsWith("DNS_FAILED: Refused")
          .endsWith("for no.test");
    }
    assertThat(ask("no.test", by(usual))).startsWith("DNS_NOT_FOUND");
  }

  @Test
  void aDatagramThatGotLostIsSentAgain() {
    try (var relay = new DnsRelay(usual.address(), 2, UnaryOperator.identity())) {
      assertThat(ask("a.test", by(relay.address()))).isEqualTo("127.0.0.9");
    }
  }

  private Resolvers on(InetSocketAddress server) {
    return new Resolvers(
        loops.next(),
        nanos::get,
        new Guard(own),
        new Egress.Settings(Transport.best(), tls, List.of(server)));
  }

  private static Route by(DnsServer server) {
    return by(server.address());
  }

  private static Route by(InetSocketAddress server) {
    return by(server.getAddress().getHostAddress(), server.getPort());
  }

  private static Route by(String host, int port) {
    return new Route(TlsSettings.DEFAULT, IpChoice.PREFER_IPV4, new Endpoint(host, port));
  }

  private String ask(String host, Route route) {
    var answer = new CompletableFuture<String>();
    loops.execute(() ->
        resolvers.resolve(
            host,
            route,
            (found, _) -> answer.complete(shown(found)),
            trouble -> answer.complete(trouble.reason() + ": " + trouble.detail())));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static String shown(List<InetAddress> found) {
    return found.getFirst().getHostAddress();
  }
}
