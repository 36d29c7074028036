package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import dev.allwell.model.Secret;
import dev.allwell.model.TlsSettings;
import dev.allwell.model.TlsSettings.ClientCertificate;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.TlsFront;
import dev.allwell.testkit.TlsTarget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Each way to shake hands, by each provider of TLS.
@ParameterizedClass
@ValueSource(strings = {"OPENSSL_REFCNT", "JDK"})
@ExtendWith(LogWatch.class)
class TlsSettingsTest {
  private static final Authority AUTHORITY = new Authority();
  private static final Authority OTHER = new Authority("CN=another authority");

  private final SslProvider provider;
  private final AtomicLong turned = new AtomicLong();
  private MultiThreadIoEventLoopGroup loops;
  private Tls tls;
  private Egress egress;

  TlsSettingsTest(String provider) {
    this.provider = SslProvider.valueOf(provider);
  }

  @BeforeEach
  void start() {
    loops = new MultiThreadIoEventLoopGroup(1, Transport.best().ioHandlers());
    wayOut(TlsCaps.DEFAULT);
  }

  @AfterEach
  void stop() throws InterruptedException {
    egress.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    tls.close();
  }

  @Test
  void aCertificateIsToldWithItsNamesAndDates() {
    var certificate = AUTHORITY.forLoopback("CN=shop\u202e\u0007,O=Läden", "shop.test");
    var facts = facts(shake(certificate, TlsSettings.DEFAULT));
    assertThat(facts.subject()).contains("CN=shop").doesNotContain("\u202e");
    assertThat(facts.names()).contains("localhost", "127.0.0.1", "shop.test");
    assertThat(facts.names()).allMatch(name -> name.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    assertThat(facts.issuer()).isEqualTo("CN=allwell test authority");
    assertThat(facts.serial()).isEqualTo(certificate.x509().getSerialNumber().toString(16));
    assertThat(facts.notBefore()).isEqualTo(certificate.x509().getNotBefore().toInstant());
    assertThat(facts.notAfter()).isEqualTo(certificate.x509().getNotAfter().toInstant());
    assertThat(facts.chainNotAfter()).isBeforeOrEqualTo(facts.notAfter());
    assertThat(facts.trusted()).isTrue();
    assertThat(facts.protocol()).isEqualTo("TLSv1.3");
    assertThat(facts.cipher()).startsWith("TLS_");
    assertThat(facts.chainLength()).isEqualTo(1);
  }

  @Test
  void ofManyNamesSixteenAreTold() {
    var names = new String[40];
    for (int i = 0; i < names.length; i++) {
      names[i] = "n" + i + ".test";
    }
    assertThat(facts(shake(AUTHORITY.forLoopback("CN=many", names), TlsSettings.DEFAULT)).names())
        .hasSize(16);
  }

  @Test
  void theSameChainIsReadOnce() {
    try (var target = SickTarget.playingOverTls(AUTHORITY.forLoopback(), Sickness.hanging())) {
      assertThat(facts(dial(target.port(), TlsSettings.DEFAULT)))
          .isSameAs(facts(dial(target.port(), TlsSettings.DEFAULT)));
    }
  }

  @Test
  void eachFaultIsNamedAndTellsItsCertificate() {
    var expired = shake(AUTHORITY.expired(), TlsSettings.DEFAULT);
    assertThat(expired.reason).isEqualTo(Reason.TLS_CERTIFICATE);
    assertThat(expired.detail).isEqualTo("the certificate expired on " + day(-1));
    assertThat(facts(expired).notAfter()).isBefore(Instant.now());
    assertThat(facts(expired).trusted()).isFalse();

    var early = shake(AUTHORITY.notYetValid(), TlsSettings.DEFAULT);
    assertThat(early.detail).isEqualTo("the certificate is not yet valid, but from " + day(1));
    assertThat(facts(early).notBefore()).isAfter(Instant.now());

    var foreign = shake(AUTHORITY.forName("other.test"), TlsSettings.DEFAULT);
    assertThat(foreign.reason).isEqualTo(Reason.TLS_CERTIFICATE);
    assertThat(foreign.detail)
        .isEqualTo("the certificate is not for this name (names: other.test)");
    assertThat(facts(foreign).names()).containsExactly("other.test");

    var own = shake(Authority.selfSigned(), TlsSettings.DEFAULT);
    assertThat(own.detail).isEqualTo("the certificate is self-signed");
    assertThat(facts(own).subject()).isEqualTo(facts(own).issuer());

    var unknown = shake(OTHER.forLoopback(), TlsSettings.DEFAULT);
    assertThat(unknown.detail)
        .isEqualTo("the certificate's issuer is unknown: CN=another authority");
    assertThat(facts(unknown).names()).contains("localhost");
  }

  @Test
  void anUnverifiedCertificateIsToldAsNotTrusted() {
    var ended = shake(AUTHORITY.expired(), new TlsSettings(false));
    assertThat(ended.reason).isEqualTo(Reason.OK);
    assertThat(facts(ended).trusted()).isFalse();
  }

  @Test
  void theEndOfTheWholeChainIsTold() {
    var ended = shake(AUTHORITY.behind(2), TlsSettings.DEFAULT);
    assertThat(ended.reason).as(ended.detail).isEqualTo(Reason.OK);
    assertThat(facts(ended).chainLength()).isEqualTo(3);
    var chain = facts(ended).chain();
    assertThat(chain).hasSize(3).doesNotHaveDuplicates();
    assertThat(chain.getFirst().subject()).isEqualTo(facts(ended).subject());
    assertThat(chain.getFirst().notAfter()).isEqualTo(facts(ended).notAfter());
    assertThat(chain)
        .extracting(CertificateFacts.Link::notAfter)
        .contains(facts(ended).chainNotAfter());
    assertThat(facts(ended).chainNotAfter()).isBeforeOrEqualTo(facts(ended).notAfter());
  }

  @Test
  void aChainThatIsTooLongIsRefusedWhoeverTrustsIt() {
    assertThat(shake(AUTHORITY.behind(9), new TlsSettings(false)).reason).isEqualTo(Reason.OK);
    for (boolean verify : new boolean[] {true, false}) {
      var ended = shake(AUTHORITY.behind(10), new TlsSettings(verify));
      assertThat(ended.reason).as(ended.detail).isEqualTo(Reason.TLS_CERTIFICATE);
      if (!verify) {
        assertThat(ended.detail).startsWith("the chain is too long: ");
      }
    }
    egress.close();
    tls.close();
    wayOut(new TlsCaps(3, 128 * 1024));
    var ended = shake(AUTHORITY.behind(3), TlsSettings.DEFAULT);
    assertThat(ended.detail).isEqualTo("the chain is too long: 4 certificates, at most 3");
    assertThat(facts(ended).chainLength()).isEqualTo(4);
    assertThat(facts(ended).chain()).hasSize(4);
  }

  @Test
  void moreThanTheCapEndsTheHandshake() {
    egress.close();
    tls.close();
    wayOut(new TlsCaps(100, 4096));
    var ended = shake(AUTHORITY.behind(8), TlsSettings.DEFAULT);
    assertThat(ended.reason).isEqualTo(Reason.TLS_FAILED);
    assertThat(ended.detail).isEqualTo("more than 4 KiB for a handshake");
    assertThat(shake(AUTHORITY.forLoopback(), TlsSettings.DEFAULT).reason).isEqualTo(Reason.OK);
  }

  @Test
  void authoritiesThatAreNamedAreTrustedInsteadOfOthers() {
    var both = OTHER.pem() + "\nand another\n" + AUTHORITY.pem();
    assertThat(shake(OTHER.forLoopback(), trusting(OTHER.pem())).reason).isEqualTo(Reason.OK);
    assertThat(shake(AUTHORITY.forLoopback(), trusting(OTHER.pem())).reason)
        .isEqualTo(Reason.TLS_CERTIFICATE);
    assertThat(shake(AUTHORITY.forLoopback(), trusting(both)).reason).isEqualTo(Reason.OK);
    assertThat(shake(OTHER.forName("no.test"), trusting(both)).detail)
        .contains("not for this name");
  }

  @Test
  void aClientShowsWhoItIs() {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      var front = TlsFront.demanding(AUTHORITY.forLoopback(), OTHER).speaking(protocol);
      var client = OTHER.forClient("CN=the watch");
      var showing =
          new TlsSettings(
              true,
              false,
              null,
              null,
              new ClientCertificate(client.pem(), new Secret(client.keyPem())));
      try (var target = new TlsTarget(front)) {
        assertThat(talk(target.port(), showing)).isTrue();
        assertThat(front.clients()).containsExactly("CN=the watch");
        assertThat(talk(target.port(), TlsSettings.DEFAULT)).isFalse();
        assertThat(front.clients()).hasSize(1);
      }
    }
  }

  @Test
  void aHandshakeThatFailsLaterTellsWhatWasShown() {
    var front = TlsFront.demanding(AUTHORITY.forLoopback("CN=strict"), OTHER).speaking("TLSv1.2");
    try (var target = new TlsTarget(front)) {
      var refused = dial(target.port(), TlsSettings.DEFAULT);
      assertThat(refused.reason).isEqualTo(Reason.TLS_FAILED);
      if (provider != SslProvider.JDK) { // the JDK's own keeps no session of a failed handshake
        assertThat(facts(refused).subject()).isEqualTo("CN=strict");
        assertThat(facts(refused).trusted()).isFalse();
      }
    }
  }

  @Test
  void theServersNameIsAskedForAndVerified() {
    var front = TlsFront.showing(AUTHORITY.forName("shop.test"));
    try (var target = new TlsTarget(front)) {
      assertThat(dial(target.port(), named("shop.test")).reason).isEqualTo(Reason.OK);
      assertThat(dial(target.port(), named("bank.test")).reason).isEqualTo(Reason.TLS_CERTIFICATE);
      await(() -> !front.names().isEmpty());
      assertThat(front.names().getFirst()).isEqualTo("shop.test");
    }
  }

  @Test
  void aResumedSessionDoesNotShowItsCertificateAgain() {
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      var front = TlsFront.showing(AUTHORITY.forLoopback("CN=first")).speaking(protocol);
      try (var target = new TlsTarget(front)) {
        var resuming = new TlsSettings(true, true, null, null, null);
        var first = facts(dial(target.port(), TlsSettings.DEFAULT));
        assertThat(talk(target.port(), resuming)).isTrue();
        assertThat(talk(target.port(), resuming)).isTrue();
        assertThat(front.resumed()).as(protocol).endsWith(false, true);
        assertThat(facts(dial(target.port(), resuming)))
            .as("what it showed is told")
            .isEqualTo(first);
        turned.addAndGet(TlsContexts.LONGEST_NANOS);
        assertThat(talk(target.port(), resuming)).isTrue();
        assertThat(front.resumed()).as("no session outlives an hour").endsWith(false);
        if (provider != SslProvider.JDK) { // the JDK's own keeps one session for a second
          assertThat(talk(target.port(), TlsSettings.DEFAULT)).isTrue();
          assertThat(talk(target.port(), TlsSettings.DEFAULT)).isTrue();
          assertThat(front.resumed()).endsWith(false, false, false);
        }
      }
    }
  }

  @Test
  void aServerThatForgotASessionShakesHandsAnew() {
    var resuming = new TlsSettings(true, true, null, null, null);
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      var front = TlsFront.showing(AUTHORITY.forLoopback("CN=first")).speaking(protocol);
      try (var target = new TlsTarget(front)) {
        assertThat(talk(target.port(), resuming)).isTrue();
        front.forget();
        front.show(AUTHORITY.forLoopback("CN=second"));
        assertThat(facts(dial(target.port(), resuming)).subject()).isEqualTo("CN=second");
      }
    }
  }

  @Test
  void settingsThatAreNoneAreToldAsSuch() {
    var ended = shake(AUTHORITY.forLoopback(), trusting("nonsense"));
    assertThat(ended.reason).isEqualTo(Reason.TLS_FAILED);
    assertThat(ended.detail).startsWith("the TLS settings cannot be used: expected PEM");
  }

  private void wayOut(TlsCaps caps) {
    Ticker ticker = () -> Ticker.SYSTEM.nanos() + turned.get();
    tls = Tls.create(List.of(AUTHORITY.root()), provider, caps, ticker);
    egress =
        new Egress(
            loops.next(),
            Ticker.SYSTEM,
            new Guard(new OwnListeners()),
            new Egress.Settings(Transport.best(), tls, List.of()));
  }

  private static TlsSettings trusting(String ca) {
    return new TlsSettings(true, false, null, ca, null);
  }

  private static TlsSettings named(String name) {
    return new TlsSettings(true, false, name, null, null);
  }

  private static String day(int fromNow) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(fromNow).toString();
  }

  private static CertificateFacts facts(Ended ended) {
    if (ended.facts == null) {
      throw new AssertionError("no facts: " + ended);
    }
    return ended.facts;
  }

  private Ended shake(Certificate certificate, TlsSettings settings) {
    try (var target = SickTarget.playingOverTls(certificate, Sickness.hanging())) {
      return dial(target.port(), settings);
    }
  }

  private Ended dial(int port, TlsSettings settings) {
    return start(port, settings, false).orTimeout(30, TimeUnit.SECONDS).join();
  }

  /// Whether a word comes after the handshake: by then, tickets have come, and refusals.
  private boolean talk(int port, TlsSettings settings) {
    return start(port, settings, true).orTimeout(30, TimeUnit.SECONDS).join().spoken;
  }

  private CompletableFuture<Ended> start(int port, TlsSettings settings, boolean talk) {
    var ended = new CompletableFuture<Ended>();
    var to = new Destination(new Endpoint("127.0.0.1", port), true, new Route(settings));
    egress
        .loop()
        .execute(() -> {
          var watch = new Stopwatch(egress.ticker());
          var _ = egress.dial(to, watch, new Telling(ended, talk));
        });
    return ended;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private record Ended(
      Reason reason, String detail, @Nullable CertificateFacts facts, boolean spoken) {}

  private static final class Telling implements Caller {
    private final CompletableFuture<Ended> ended;
    private final boolean talk;
    private @Nullable CertificateFacts facts;

    Telling(CompletableFuture<Ended> ended, boolean talk) {
      this.ended = ended;
      this.talk = talk;
    }

    @Override
    public void certified(CertificateFacts told) {
      facts = told;
    }

    @Override
    public void connected(Channel channel) {
      if (!talk) {
        var _ = channel.close();
        ended.complete(new Ended(Reason.OK, "", facts, false));
        return;
      }
      channel
          .pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                  ReferenceCountUtil.release(message);
                  ended.complete(new Ended(Reason.OK, "", facts, true));
                  var _ = context.close();
                }

                @Override
                public void channelInactive(ChannelHandlerContext context) {
                  ended.complete(new Ended(Reason.OK, "", facts, false));
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                  var _ = context.close();
                }
              });
    }

    @Override
    public void failed(Reason reason, String detail) {
      ended.complete(new Ended(reason, detail, facts, false));
    }
  }
}
