package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/// By each transport, and by each provider of TLS.
@ParameterizedClass
@CsvSource({"EPOLL, OPENSSL_REFCNT", "NIO, JDK"})
@ExtendWith(LogWatch.class)
class EgressTest {
  private static final Authority AUTHORITY = new Authority();

  private final Transport transport;
  private final SslProvider provider;
  private final OwnListeners own = new OwnListeners();
  private DnsServer names;
  private MultiThreadIoEventLoopGroup loops;
  private Tls tls;
  private Egress egress;

  EgressTest(Transport transport, SslProvider provider) {
    this.transport = transport;
    this.provider = provider;
  }

  @BeforeEach
  void start() {
    names = new DnsServer();
    loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    tls = Tls.create(List.of(AUTHORITY.root()), provider, TlsCaps.DEFAULT, Ticker.SYSTEM);
    egress =
        new Egress(
            loops.next(),
            Ticker.SYSTEM,
            new Guard(own),
            new Egress.Settings(transport, tls, List.of(names.address())));
  }

  @AfterEach
  void stop() throws InterruptedException {
    egress.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    tls.close();
    names.close();
  }

  @Test
  void aStreamStandsAndItsPhasesAreTold() {
    names.with("a.test", DnsRecord.address("127.0.0.1", 30));
    try (var target = SickTarget.playingOverTls(AUTHORITY.forName("a.test"), Sickness.hanging())) {
      var call = dial(new Destination(new Endpoint("a.test", target.port()), true, Route.DEFAULT));
      assertThat(call.reason()).isEqualTo(Reason.OK);
      assertThat(call.phases().resolve()).isPositive();
      assertThat(call.phases().connect()).isPositive();
      assertThat(call.phases().tls()).isPositive();
    }
  }

  @Test
  void aCertificateMustBeTrustedValidAndForTheName() {
    assertThat(shake("localhost", AUTHORITY.forLoopback(), true)).isEqualTo(Reason.OK);
    assertThat(shake("127.0.0.1", AUTHORITY.forLoopback(), true)).isEqualTo(Reason.OK);
    assertThat(shake("127.0.0.1", AUTHORITY.forName("other.test"), true))
        .isEqualTo(Reason.TLS_CERTIFICATE);
    assertThat(shake("localhost", AUTHORITY.forName("other.test"), true))
        .isEqualTo(Reason.TLS_CERTIFICATE);
    assertThat(shake("127.0.0.1", AUTHORITY.expired(), true)).isEqualTo(Reason.TLS_CERTIFICATE);
    assertThat(shake("127.0.0.1", Authority.selfSigned(), true)).isEqualTo(Reason.TLS_CERTIFICATE);
  }

  @Test
  void whoDoesNotVerifyTakesAnyCertificate() {
    assertThat(shake("127.0.0.1", AUTHORITY.forName("other.test"), false)).isEqualTo(Reason.OK);
    assertThat(shake("127.0.0.1", AUTHORITY.expired(), false)).isEqualTo(Reason.OK);
    assertThat(shake("127.0.0.1", Authority.selfSigned(), false)).isEqualTo(Reason.OK);
  }

  @Test
  void aCertificateIsLookedAtEachTimeAnew() {
    try (var target =
        SickTarget.playingOverTls(AUTHORITY.forLoopback(), Sickness.healthy(200, ""))) {
      var to = new Destination(new Endpoint("localhost", target.port()), true, Route.DEFAULT);
      for (int i = 0; i < 3; i++) {
        assertThat(dial(to).reason()).isEqualTo(Reason.OK);
      }
      assertThat(target.accepted()).isEqualTo(3);
    }
  }

  @Test
  void whoSpeaksNoTlsFailsTheHandshake() {
    try (var plain = SickTarget.playing(wire -> wire.write("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"));
        var closing = SickTarget.playing(_ -> {})) {
      assertThat(dial(tls(plain)).reason()).isEqualTo(Reason.TLS_FAILED);
      assertThat(dial(tls(closing)).reason()).isIn(Reason.TLS_FAILED, Reason.RESET);
    }
  }

  @Test
  void theNextAddressIsTriedWhenOneRefuses() {
    names.with("two.test", DnsRecord.address("127.0.0.77", 30), DnsRecord.address("127.0.0.1", 30));
    try (var target = SickTarget.playing(Sickness.hanging())) {
      var call =
          dial(new Destination(new Endpoint("two.test", target.port()), false, Route.DEFAULT));
      assertThat(call.reason()).isEqualTo(Reason.OK);
    }
  }

  @Test
  void aPortWithoutAListenerRefuses() {
    try (var port = new ClosedPort()) {
      var call =
          dial(new Destination(new Endpoint("127.0.0.1", port.number()), false, Route.DEFAULT));
      assertThat(call.reason()).isEqualTo(Reason.CONNECT_REFUSED);
      assertThat(call.detail()).isEqualTo("connection refused: 127.0.0.1:" + port.number());
    }
  }

  @Test
  void onlyAllowedAnswersAreUsed() {
    names.with(
        "mixed.test", DnsRecord.address("169.254.169.254", 30), DnsRecord.address("127.0.0.1", 30));
    names.with("evil.test", DnsRecord.address("169.254.169.254", 30));
    try (var target = SickTarget.playing(Sickness.hanging())) {
      var mixed =
          dial(new Destination(new Endpoint("mixed.test", target.port()), false, Route.DEFAULT));
      assertThat(mixed.reason()).isEqualTo(Reason.OK);
      var evil =
          dial(new Destination(new Endpoint("evil.test", target.port()), false, Route.DEFAULT));
      assertThat(evil.reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(evil.detail()).contains("169.254.169.254", "link-local");
    }
  }

  @Test
  void aMetadataNameIsBlockedWithoutAQuestion() {
    var call =
        dial(new Destination(new Endpoint("metadata.google.internal", 80), false, Route.DEFAULT));
    assertThat(call.reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
    assertThat(names.questions()).isEmpty();
  }

  @Test
  void ourOwnListenerIsBlocked() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      own.announce(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port())));
      var call =
          dial(new Destination(new Endpoint("localhost", target.port()), false, Route.DEFAULT));
      assertThat(call.reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(target.accepted()).isZero();
    }
  }

  private Reason shake(String host, Certificate certificate, boolean verify) {
    try (var target = SickTarget.playingOverTls(certificate, Sickness.hanging())) {
      return dial(new Destination(
              new Endpoint(host, target.port()), true, new Route(new TlsSettings(verify))))
          .reason();
    }
  }

  private static Destination tls(SickTarget target) {
    return new Destination(new Endpoint(target.host(), target.port()), true, Route.DEFAULT);
  }

  private Ended dial(Destination to) {
    var ended = new CompletableFuture<Ended>();
    egress
        .loop()
        .execute(() -> {
          var watch = new Stopwatch(egress.ticker());
          var _ = egress.dial(to, watch, new Telling(watch, ended));
        });
    return ended.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private record Ended(Reason reason, String detail, Phases phases) {}

  private record Telling(Stopwatch watch, CompletableFuture<Ended> ended) implements Caller {
    @Override
    public void connected(Channel channel) {
      var _ = channel.close();
      ended.complete(new Ended(Reason.OK, "", watch.phases()));
    }

    @Override
    public void failed(Reason reason, String detail) {
      ended.complete(new Ended(reason, detail, watch.phases()));
    }
  }
}
