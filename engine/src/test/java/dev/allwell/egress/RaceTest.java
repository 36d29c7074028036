package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Reason;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Several addresses of one name, dead and living ones, on each transport.
@Tag("alone")
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(LogWatch.class)
class RaceTest {
  private static final String SYN_SENT = "02";

  private final Transport transport;
  private DnsServer names;
  private MultiThreadIoEventLoopGroup loops;
  private Tls tls;
  private Egress egress;

  RaceTest(Transport transport) {
    this.transport = transport;
  }

  @BeforeEach
  void start() {
    names = new DnsServer();
    loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    tls = Tls.create(List.of());
    egress =
        new Egress(
            loops.next(),
            Ticker.SYSTEM,
            new Guard(new OwnListeners()),
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
  void theLivingKindOfAddressIsFoundInEitherOrder() throws IOException {
    names.with("both.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("::1", 30));
    for (String living : List.of("127.0.0.1", "::1")) {
      try (var server = new ServerSocket(0, 8, InetAddress.ofLiteral(living))) {
        for (IpChoice choice : List.of(IpChoice.PREFER_IPV4, IpChoice.PREFER_IPV6)) {
          var ended = dial("both.test", server.getLocalPort(), choice);
          assertThat(ended.reason).as(living + " " + choice + ended.detail).isEqualTo(Reason.OK);
          assertThat(ended.peer).isEqualTo(InetAddress.ofLiteral(living));
        }
        var dead = living.contains(":") ? IpChoice.IPV4 : IpChoice.IPV6;
        assertThat(dial("both.test", server.getLocalPort(), dead).reason)
            .isEqualTo(Reason.CONNECT_REFUSED);
      }
    }
  }

  @Test
  void thePreferredKindIsCalledFirst() throws IOException {
    names.with("both.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("::1", 30));
    try (var four = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
        var _ = new ServerSocket(four.getLocalPort(), 8, InetAddress.ofLiteral("::1"))) {
      for (IpChoice choice : IpChoice.values()) {
        assertThat(dial("both.test", four.getLocalPort(), choice).peer)
            .isEqualTo(InetAddress.ofLiteral(choice.sixFirst() ? "::1" : "127.0.0.1"));
      }
    }
  }

  @Test
  void aBlackHoleIsOvertakenAndLetGo() throws IOException {
    try (var hole = new BlackHole();
        var _ = new ServerSocket(hole.port(), 8, InetAddress.ofLiteral("::1"));
        var _ = new ServerSocket(hole.port(), 8, InetAddress.ofLiteral("127.0.0.2"))) {
      names.with("kinds.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("::1", 30));
      names.with(
          "same.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("127.0.0.2", 30));
      Set<String> before = connecting(hole.port());
      assertThat(dial("kinds.test", hole.port(), IpChoice.PREFER_IPV4).peer)
          .isEqualTo(InetAddress.ofLiteral("::1"));
      assertThat(dial("same.test", hole.port(), IpChoice.PREFER_IPV4).peer)
          .isEqualTo(InetAddress.ofLiteral("127.0.0.2"));
      await(() -> before.containsAll(connecting(hole.port())));
    }
  }

  @Test
  void theOtherKindHasAllTheTimeItNeedsOnceItIsKnown() throws IOException {
    try (var hole = new BlackHole()) { // nobody listens at the same port of ::1
      names.with("slow.test", DnsRecord.address("::1", 30), DnsRecord.address("127.0.0.1", 30));
      Set<String> before = connecting(hole.port());
      var ended = new CompletableFuture<Ended>();
      var dialing = begin("slow.test", hole.port(), IpChoice.PREFER_IPV6, ended).join();
      await(() -> !before.containsAll(connecting(hole.port())));
      var later = new CompletableFuture<Void>();
      var _ =
          egress
              .loop()
              .schedule(() -> later.complete(null), 2 * Race.STAGGER_MILLIS, TimeUnit.MILLISECONDS);
      later.orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(ended).isNotDone();
      egress.loop().execute(dialing::hangUp);
      await(() -> before.containsAll(connecting(hole.port())));
    }
  }

  @Test
  void oneKindAloneIsTriedOneAfterAnother() throws IOException {
    try (var hole = new BlackHole();
        var second = new ServerSocket(hole.port(), 8, InetAddress.ofLiteral("127.0.0.2"))) {
      names.with(
          "same.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("127.0.0.2", 30));
      Set<String> before = connecting(hole.port());
      var ended = new CompletableFuture<Ended>();
      Dialing call = begin("same.test", second.getLocalPort(), IpChoice.IPV4, ended).join();
      var waited = new CompletableFuture<Void>();
      var _ =
          egress
              .loop()
              .schedule(
                  () -> waited.complete(null), 3 * Race.STAGGER_MILLIS, TimeUnit.MILLISECONDS);
      waited.orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(ended).isNotDone();
      egress.loop().execute(call::hangUp);
      await(() -> before.containsAll(connecting(hole.port())));
    }
  }

  @Test
  void thatThereIsNoOtherKindEndsNoConnectionThatStands() throws IOException {
    try (var silent = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.2"))) {
      names.with(
          "gone.test", DnsRecord.address("127.0.0.77", 30), DnsRecord.address("127.0.0.2", 30));
      var ended = new CompletableFuture<Ended>();
      var to =
          new Destination(
              new Endpoint("gone.test", silent.getLocalPort()),
              true,
              new Route(TlsSettings.DEFAULT, IpChoice.PREFER_IPV4, null));
      Dialing call = begin(to, ended).join();
      try (var _ = silent.accept()) {
        await(() -> names.asked("gone.test", DnsRecord.AAAA) > 0);
        var later = new CompletableFuture<Void>();
        var _ =
            egress
                .loop()
                .schedule(
                    () -> later.complete(null), 2 * Race.STAGGER_MILLIS, TimeUnit.MILLISECONDS);
        later.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(ended).isNotDone();
        egress.loop().execute(call::hangUp);
      }
    }
  }

  @Test
  void whoHangsUpLeavesNothingHalfOpen() {
    try (var hole = new BlackHole()) {
      names.with(
          "many.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("127.0.0.1", 30));
      Set<String> before = connecting(hole.port());
      var ended = new CompletableFuture<Ended>();
      Dialing call = begin("many.test", hole.port(), IpChoice.PREFER_IPV4, ended).join();
      await(() -> !before.containsAll(connecting(hole.port())) || ended.isDone());
      assertThat(ended).isNotDone();
      egress.loop().execute(call::hangUp);
      await(() -> before.containsAll(connecting(hole.port())));
      assertThat(ended).isNotDone();
    }
  }

  @Test
  void theTroubleOfTheFirstAddressIsTold() throws IOException {
    names.with("dead.test", DnsRecord.address("127.0.0.1", 30), DnsRecord.address("::1", 30));
    int port;
    try (var gone = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
      port = gone.getLocalPort();
    }
    for (IpChoice choice : IpChoice.values()) {
      assertThat(dial("dead.test", port, choice).reason).isEqualTo(Reason.CONNECT_REFUSED);
    }
  }

  @Test
  void theGuardStandsBeforeEachAddress() throws IOException {
    try (var server = new ServerSocket(0, 8, InetAddress.ofLiteral("::1"))) {
      names.with(
          "sly.test", DnsRecord.address("169.254.169.254", 30), DnsRecord.address("::1", 30));
      assertThat(dial("sly.test", server.getLocalPort(), IpChoice.IPV4).reason)
          .isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(dial("sly.test", server.getLocalPort(), IpChoice.IPV6).reason)
          .isEqualTo(Reason.OK);
    }
  }

  @Test
  void whatIsNotChosenIsNotAskedFor() {
    names.with("four.test", DnsRecord.address("127.0.0.1", 30));
    assertThat(dial("four.test", 1, IpChoice.IPV6).reason).isEqualTo(Reason.DNS_NOT_FOUND);
    assertThat(names.asked("four.test", DnsRecord.A)).isZero();
    assertThat(dial("four.test", 1, IpChoice.IPV4).reason).isEqualTo(Reason.CONNECT_REFUSED);
    assertThat(names.asked("four.test", DnsRecord.AAAA)).isEqualTo(1);
  }

  @Test
  void anAddressOfTheOtherKindIsNoneThatWasChosen() {
    var ended = dial("127.0.0.1", 1, IpChoice.IPV6);
    assertThat(ended.reason).isEqualTo(Reason.DNS_NOT_FOUND);
    assertThat(ended.detail).isEqualTo("127.0.0.1 has no address of the kind chosen, ipv6");
  }

  private Ended dial(String host, int port, IpChoice choice) {
    var ended = new CompletableFuture<Ended>();
    var _ = begin(host, port, choice, ended);
    return ended.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private CompletableFuture<Dialing> begin(
      String host, int port, IpChoice choice, CompletableFuture<Ended> ended) {
    return begin(
        new Destination(
            new Endpoint(host, port), false, new Route(TlsSettings.DEFAULT, choice, null)),
        ended);
  }

  private CompletableFuture<Dialing> begin(Destination to, CompletableFuture<Ended> ended) {
    var begun = new CompletableFuture<Dialing>();
    egress
        .loop()
        .execute(() ->
            begun.complete(egress.dial(to, new Stopwatch(egress.ticker()), new Telling(ended))));
    return begun.orTimeout(30, TimeUnit.SECONDS);
  }

  /// Where the connections of this machine come from that wait for an answer of a port of
  /// 127.0.0.1.
  private static Set<String> connecting(int port) {
    String to = String.format(Locale.ROOT, "0100007F:%04X", port);
    return Stream.of("tcp", "tcp6") // the JVM's and Netty's sockets are of both kinds
        .flatMap(kind -> lines(Path.of("/proc/net/" + kind)).stream())
        .map(line -> line.trim().split("\\s+"))
        .filter(columns -> columns[2].endsWith(to) && columns[3].equals(SYN_SENT))
        .map(columns -> columns[1])
        .collect(Collectors.toSet());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private record Ended(Reason reason, String detail, InetAddress peer) {}

  private record Telling(CompletableFuture<Ended> ended) implements Caller {
    @Override
    public void connected(Channel channel) {
      var peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
      var _ = channel.close();
      ended.complete(new Ended(Reason.OK, "", peer));
    }

    @Override
    public void failed(Reason reason, String detail) {
      ended.complete(new Ended(reason, detail, InetAddress.getLoopbackAddress()));
    }
  }
}
