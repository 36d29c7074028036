package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.IpChoice;
import dev.allwell.model.Reason;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class NamesTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private DnsServer server;
  private MultiThreadIoEventLoopGroup loops;
  private Names names;

  @BeforeEach
  void start() {
    server = new DnsServer();
    loops = new MultiThreadIoEventLoopGroup(1, Transport.best().ioHandlers());
    names =
        new Names(
            loops.next(),
            nanos::get,
            Transport.best(),
            new Names.Asking(List.of(server.address()), IpChoice.PREFER_IPV4),
            new HostsFile(nanos::get, HostsFile.usual()));
  }

  @AfterEach
  void stop() throws InterruptedException {
    names.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    server.close();
  }

  @Test
  void anAnswerLivesAsLongAsItsRecord() {
    server.with("a.test", DnsRecord.address("127.0.0.9", 30));
    assertThat(found("a.test")).containsExactly("127.0.0.9");
    turn(Duration.ofSeconds(29));
    assertThat(found("a.test")).containsExactly("127.0.0.9");
    assertThat(server.asked("a.test", DnsRecord.A)).isEqualTo(1);
    server.with("a.test", DnsRecord.address("127.0.0.10", 30));
    turn(Duration.ofSeconds(2));
    assertThat(found("a.test")).containsExactly("127.0.0.10");
    assertThat(server.asked("a.test", DnsRecord.A)).isEqualTo(2);
  }

  @Test
  void whoAsksForANameThatIsBeingAskedForGetsTheSameAnswer() {
    server.with("a.test", DnsRecord.address("127.0.0.9", 0));
    var answers = new ArrayList<CompletableFuture<List<InetAddress>>>();
    loops
        .next()
        .submit(() -> {
          for (int i = 0; i < 100; i++) {
            var answer = new CompletableFuture<List<InetAddress>>();
            answers.add(answer);
            names.resolve(
                "a.test",
                (all, _) -> answer.complete(all),
                trouble -> answer.completeExceptionally(new AssertionError(trouble)));
          }
        })
        .syncUninterruptibly();
    assertThat(answers)
        .hasSize(100)
        .allSatisfy(answer ->
            assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.9"));
    assertThat(server.asked("a.test", DnsRecord.A)).isEqualTo(1);
  }

  @Test
  void aRecordThatMayNotBeKeptIsAskedForEachTime() {
    server.with("a.test", DnsRecord.address("127.0.0.9", 0));
    found("a.test");
    found("a.test");
    assertThat(server.asked("a.test", DnsRecord.A)).isEqualTo(2);
  }

  @Test
  void anAliasThatDiesFirstTakesTheAddressWithIt() {
    server.with("www.test", DnsRecord.alias("host.test", 5));
    server.with("host.test", DnsRecord.address("127.0.0.9", 3600));
    assertThat(found("www.test")).containsExactly("127.0.0.9");
    turn(Duration.ofSeconds(4));
    found("www.test");
    assertThat(server.asked("www.test", DnsRecord.A)).isEqualTo(1);
    turn(Duration.ofSeconds(2));
    found("www.test");
    assertThat(server.asked("www.test", DnsRecord.A)).isEqualTo(2);
  }

  @Test
  void aNameThatDoesNotExistIsSaidSoAndAskedForAgainSoon() {
    assertThat(failed("no.test").reason()).isEqualTo(Reason.DNS_NOT_FOUND);
    long asked = server.asked("no.test", DnsRecord.A);
    assertThat(failed("no.test").reason()).isEqualTo(Reason.DNS_NOT_FOUND);
    assertThat(server.asked("no.test", DnsRecord.A)).isEqualTo(asked);
    server.with("no.test", DnsRecord.address("127.0.0.9", 30));
    turn(Duration.ofMillis(1100));
    assertThat(found("no.test")).containsExactly("127.0.0.9");
  }

  @Test
  void aNameServerInTroubleIsNotBelieved() {
    server.with("a.test", DnsRecord.address("127.0.0.9", 30)).suffering(DnsSickness.SERVFAIL);
    assertThat(failed("a.test").reason()).isEqualTo(Reason.DNS_FAILED);
    server.suffering(DnsSickness.NONE);
    assertThat(found("a.test")).containsExactly("127.0.0.9");
  }

  @Test
  void aReferralIsNotFollowed() {
    server
        .with("a.sub.test")
        .withAuthority("a.sub.test", DnsRecord.server("ns.sub.test", 30).of("sub.test"))
        .with("ns.sub.test", DnsRecord.address("127.0.0.67", 30));
    assertThat(failed("a.sub.test"))
        .isEqualTo(
            new Trouble(Reason.DNS_FAILED, "a referral to other name servers for a.sub.test"));
    assertThat(server.asked("ns.sub.test", DnsRecord.A)).as("nobody looks for it").isZero();
  }

  @Test
  void aSilentNameServerIsAFailure() {
    server.suffering(DnsSickness.SILENT);
    assertThat(failed("a.test").reason()).isEqualTo(Reason.DNS_FAILED);
  }

  @Test
  void anAnswerThatDoesNotFitIsFetchedByTcp() {
    server.with("a.test", DnsRecord.address("127.0.0.9", 30)).suffering(DnsSickness.TRUNCATING);
    assertThat(found("a.test")).containsExactly("127.0.0.9");
    assertThat(server.questions()).anyMatch(DnsServer.Question::overTcp);
    // the resolver leaks an answer when it is closed while it fetches one by TCP
    awaitStreams(2); // A and AAAA
  }

  /// Reading it would cost the lane more than it could hold: each record's name, each pointer in
  /// it.
  @Test
  void anAnswerByTcpIsReadUpToEightKibibytes() {
    server.suffering(DnsSickness.TRUNCATING);
    server.with("many.test", addresses(480)).with("more.test", addresses(520));
    assertThat(found("many.test")).hasSize(16);
    assertThat(failed("more.test"))
        .isEqualTo(
            new Trouble(Reason.DNS_FAILED, "an answer of more than 8192 bytes for more.test"));
    awaitStreams(4);
    turn(Duration.ofSeconds(2));
    assertThat(failed("no.test").reason()).isEqualTo(Reason.DNS_NOT_FOUND);
    awaitStreams(6);
  }

  @Test
  void aLiteralIsNeverAskedFor() {
    assertThat(found("127.0.0.9")).containsExactly("127.0.0.9");
    assertThat(found("::1")).containsExactly("0:0:0:0:0:0:0:1");
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void anIntegerIsANameAndNoAddress() {
    assertThat(failed("2130706433").reason()).isEqualTo(Reason.DNS_NOT_FOUND);
    assertThat(failed("0x7f.1").reason()).isEqualTo(Reason.DNS_NOT_FOUND);
  }

  @Test
  void localhostIsFoundInTheHostsFile() {
    assertThat(found("localhost")).contains("127.0.0.1");
    assertThat(server.questions()).isEmpty();
  }

  private static DnsRecord[] addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> DnsRecord.address("127.1." + i / 256 + "." + i % 256, 30))
        .toArray(DnsRecord[]::new);
  }

  /// Waits for the end of all questions by TCP, of which there must be so many.
  private void awaitStreams(int least) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (server.streamsEnded() < least
        || server.streamsEnded()
            < server.questions().stream().filter(DnsServer.Question::overTcp).count()) {
      assertThat(System.nanoTime()).as("streams end").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void turn(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  private List<String> found(String host) {
    var answer = new CompletableFuture<List<String>>();
    loops.execute(() ->
        names.resolve(
            host,
            (addresses, _) ->
                answer.complete(addresses.stream().map(InetAddress::getHostAddress).toList()),
            trouble -> answer.completeExceptionally(new AssertionError(trouble.toString()))));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Trouble failed(String host) {
    var answer = new CompletableFuture<Trouble>();
    loops.execute(() ->
        names.resolve(
            host,
            (found, _) -> answer.completeExceptionally(new AssertionError(found.toString())),
            answer::complete));
    return answer.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
