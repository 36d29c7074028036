package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.DnsCheck.Expect;
import dev.allwell.model.DnsCheck.Question;
import dev.allwell.model.DnsCheck.Transport;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LogWatch.class)
class DnsProbeTest {
  private final TestLane lane = new TestLane();
  private final DnsServer server =
      new DnsServer()
          .with(
              "a.test",
              DnsRecord.address("192.0.2.1", 30),
              DnsRecord.address("192.0.2.2", 30),
              DnsRecord.address("2001:db8::1", 30),
              DnsRecord.mail(10, "Mail.test", 30),
              DnsRecord.texts(List.of("v=spf1 ", "-all \\ é\""), 30),
              DnsRecord.service(443, "host.test", 30),
              DnsRecord.server("ns1.test", 30),
              DnsRecord.pointer("host.test", 30),
              DnsRecord.authority("ns1.test", "admin.test", 7, 30),
              DnsRecord.certification("Issue", "ca.test", 30),
              DnsRecord.raw(65_280, new byte[] {10, 0, 0, (byte) 255}, 30))
          .with("www.test", DnsRecord.alias("a.test", 30))
          .with("1.2.0.192.in-addr.arpa", DnsRecord.pointer("a.test", 30));

  @AfterEach
  void stop() {
    server.close();
    lane.close();
  }

  static List<DnsCheck.Type> types() {
    return DnsCheck.Type.named();
  }

  @ParameterizedTest
  @MethodSource("types")
  void eachTypeCanBeAskedFor(DnsCheck.Type type) {
    Attempt attempt =
        lane.probe(check(type.equals(DnsCheck.Type.CNAME) ? "www.test" : "A.test", type));
    assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
    assertThat(attempt.phases().firstByte()).isPositive();
    assertThat(server.questions().getLast().type()).isEqualTo(type.number());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A|192.0.2.2|192.0.2.3",
        "AAAA|2001:db8:0:0:0:0:0:1|2001:db8:0:0:0:0:0:2",
        "MX|10 mail.test|20 mail.test",
        "TXT|v=spf1 -all \\\\ \\195\\169\"|v=spf1 ~all",
        "SRV|0 0 443 host.test|0 0 80 host.test",
        "NS|ns1.test|ns2.test",
        "PTR|host.test|other.test",
        "SOA|ns1.test admin.test 7 7200 900 1209600 300|ns1.test admin.test 8 7200 900 1209600 300",
        "CAA|0 issue \"ca.test\"|0 issue \"evil.test\"",
        "TYPE65280|\\# 4 0a0000ff|\\# 4 0a0000fe",
        "CNAME|a.test|b.test"
      })
  void aRecordIsComparedByWhatItMeans(String type, String there, String missing) {
    DnsCheck check =
        check(type.equals("CNAME") ? "www.test" : "a.test", DnsCheck.Type.of(type).orElseThrow());
    assertOk(check.with(new Expect(0, List.of(there), List.of())));
    Attempt attempt = lane.probe(check.with(new Expect(0, List.of(there, missing), List.of())));
    assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
    assertThat(attempt.detail())
        .startsWith("no " + type + " record " + missing + ", but ")
        .matches(".*, but ([0-9]+ others|1 other)$");
  }

  @Nested
  class Rcodes {
    @Test
    void aNameThatDoesNotExistIsNotWhatWasExpected() {
      Attempt attempt = lane.probe(check("no.test", DnsCheck.Type.A));
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.status()).isEqualTo(3);
      assertThat(attempt.detail()).isEqualTo("rcode 3 (NXDOMAIN), expected 0 (NOERROR)");
    }

    @Test
    void unlessItIs() {
      assertOk(check("no.test", DnsCheck.Type.A).with(new Expect(3, List.of(), List.of())));
      Attempt attempt =
          lane.probe(check("a.test", DnsCheck.Type.A).with(new Expect(3, List.of(), List.of())));
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.detail()).isEqualTo("rcode 0 (NOERROR), expected 3 (NXDOMAIN)");
    }

    @Test
    void aServerInTroubleSaysSo() {
      server.suffering(DnsSickness.SERVFAIL);
      Attempt attempt = lane.probe(check("a.test", DnsCheck.Type.A));
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.status()).isEqualTo(2);
    }
  }

  @Nested
  class Aliases {
    @Test
    void anAliasThatLeadsNowhereHasNoRecord() {
      Attempt attempt = lane.probe(check("www.test", DnsCheck.Type.A));
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.detail()).isEqualTo("no A record at the end of the aliases");
      assertThat(attempt.status()).isZero();
    }

    @Test
    void theRecordsAtTheEndCount() {
      server.followingAliases();
      assertOk(
          check("www.test", DnsCheck.Type.A).with(new Expect(0, List.of("192.0.2.1"), List.of())));
    }

    @Test
    void thoseOfAnotherNameDoNot() {
      server.with("x.test", DnsRecord.address("192.0.2.9", 30).of("other.test"));
      assertThat(lane.probe(check("x.test", DnsCheck.Type.A)).detail()).isEqualTo("no A record");
    }

    @Test
    void eightAreFollowedAndNotNine() {
      server.followingAliases().with("n0.test", DnsRecord.address("192.0.2.1", 30));
      IntStream.rangeClosed(1, 9)
          .forEach(
              i -> server.with("n" + i + ".test", DnsRecord.alias("n" + (i - 1) + ".test", 30)));
      assertOk(check("n8.test", DnsCheck.Type.A));
      assertThat(lane.probe(check("n9.test", DnsCheck.Type.A)).detail())
          .isEqualTo("more than 8 aliases before a record of the type A");
    }

    @Test
    void aRingEnds() {
      server
          .followingAliases()
          .with("r.test", DnsRecord.alias("s.test", 30))
          .with("s.test", DnsRecord.alias("r.test", 30));
      Attempt attempt = lane.probe(check("r.test", DnsCheck.Type.A));
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
    }
  }

  @Nested
  class AuthoritySection {
    @Test
    void itsRecordsAreComparedWithTheirTypes() {
      server.withAuthority(
          "a.test", DnsRecord.server("NS1.test", 30), DnsRecord.server("ns2.test", 30));
      assertOk(authority("NS ns1.test", "NS ns2.test", "NS"));
      assertThat(lane.probe(authority("NS ns3.test")).detail())
          .isEqualTo("no NS ns3.test in the authority section, but 2 others");
      assertThat(lane.probe(authority("SOA")).detail())
          .isEqualTo("no SOA record in the authority section");
    }

    @Test
    void itMayComeWithARefusalToo() {
      server.withAuthority("no.test", DnsRecord.authority("ns1.test", "admin.test", 7, 30));
      assertOk(check("no.test", DnsCheck.Type.A).with(new Expect(3, List.of(), List.of("SOA"))));
    }

    private DnsCheck authority(String... records) {
      return check("a.test", DnsCheck.Type.A).with(new Expect(0, List.of(), List.of(records)));
    }
  }

  @Nested
  class Transports {
    @Test
    void anAnswerThatDoesNotFitIsFetchedByTcp() {
      server.suffering(DnsSickness.TRUNCATING);
      assertOk(check("a.test", DnsCheck.Type.A));
      assertThat(server.questions().getLast().overTcp()).isTrue();
    }

    @Test
    void butNotWhenUdpAloneWasAskedFor() {
      server.suffering(DnsSickness.TRUNCATING);
      Attempt attempt = lane.probe(check("a.test", DnsCheck.Type.A).with(Transport.UDP));
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(server.questions()).noneMatch(DnsServer.Question::overTcp);
    }

    @Test
    void tcpAloneCanBeAskedFor() {
      assertOk(check("a.test", DnsCheck.Type.A).with(Transport.TCP));
      assertThat(server.questions()).allMatch(DnsServer.Question::overTcp);
      TestLane.await(() -> server.streamsEnded() == 1);
    }

    @Test
    void overTlsTheServerIsVerified() {
      int good = server.overTls(TestLane.AUTHORITY.forLoopback());
      int strange = server.overTls(Authority.selfSigned());
      Attempt attempt = lane.probe(overTls(good));
      assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
      assertThat(attempt.phases().tls()).isPositive();
      assertThat(lane.probe(overTls(strange)).reason()).isEqualTo(Reason.TLS_CERTIFICATE);
      assertOk(overTls(strange).with(Checks.UNVERIFIED));
    }

    @Test
    void oneLostDatagramIsNoOutage() {
      server.suffering(DnsSickness.LOSING_THE_FIRST);
      assertOk(check("a.test", DnsCheck.Type.A));
      assertThat(server.asked("a.test", 1)).isEqualTo(2);
    }

    @Test
    void aQuestionIsSentTwiceAndNotForever() {
      server.suffering(DnsSickness.SILENT);
      Attempt attempt = lane.probe(check("a.test", DnsCheck.Type.A), Duration.ofMillis(2500));
      assertThat(attempt.reason()).isEqualTo(Reason.TIMEOUT_FIRST_BYTE);
      assertThat(server.asked("a.test", 1)).isEqualTo(2);
    }

    private DnsCheck overTls(int port) {
      return DnsCheck.of(new Endpoint("127.0.0.1", port), "a.test", DnsCheck.Type.A)
          .with(Transport.TLS);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void recursionIsDesiredOrNot(boolean recursion) {
    assertOk(
        check("a.test", DnsCheck.Type.A).with(new Question("a.test", DnsCheck.Type.A, recursion)));
    assertThat(server.questions().getLast().recursion()).isEqualTo(recursion);
  }

  @Test
  void aForgersAnswerIsLetPass() {
    server.suffering(DnsSickness.FORGED_FIRST);
    assertOk(check("a.test", DnsCheck.Type.A));
  }

  @ParameterizedTest
  @EnumSource(names = {"UDP", "TCP"})
  void garbageIsABadResponse(Transport transport) {
    server.suffering(DnsSickness.GARBAGE);
    assertThat(lane.probe(check("a.test", DnsCheck.Type.A).with(transport)).reason())
        .isEqualTo(Reason.BAD_RESPONSE);
  }

  @Test
  void aRecordThatIsNotWhatItsTypeSaysIsABadResponse() {
    server.with("bad.test", DnsRecord.raw(DnsRecord.A, new byte[] {1, 2, 3}, 30));
    DnsCheck check =
        check("bad.test", DnsCheck.Type.A).with(new Expect(0, List.of("1.2.3.4"), List.of()));
    assertThat(lane.probe(check).reason()).isEqualTo(Reason.BAD_RESPONSE);
  }

  @Test
  void onlyTheFirstSixteenRecordsAreLookedAt() {
    var many =
        IntStream.rangeClosed(1, 17)
            .mapToObj(i -> DnsRecord.address("192.0.2." + i, 30))
            .toArray(DnsRecord[]::new);
    server.with("many.test", many).withAuthority("many.test", DnsRecord.server("ns.test", 30));
    DnsCheck check = check("many.test", DnsCheck.Type.A);
    assertOk(check.with(new Expect(0, List.of("192.0.2.16"), List.of("NS ns.test"))));
    Attempt attempt = lane.probe(check.with(new Expect(0, List.of("192.0.2.17"), List.of())));
    assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
  }

  @Test
  void nobodyAtThePortRefuses() {
    try (var port = new ClosedPort()) {
      var check = DnsCheck.of(new Endpoint("127.0.0.1", port.number()), "a.test", DnsCheck.Type.A);
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.CONNECT_REFUSED);
    }
  }

  @Test
  void theGuardStandsBeforeNameServersToo() {
    var check = DnsCheck.of(new Endpoint("169.254.169.253", 53), "a.test", DnsCheck.Type.A);
    assertThat(lane.probe(check).reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
    assertThat(lane.probe(check.with(Transport.TLS)).reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
  }

  /// A descriptor is given to somebody else as soon as it is closed: one more read on it would take
  /// what is another's, or wait for it and stop the lane.
  @Test
  void aSocketIsNotReadOnceItsProbeIsOver() throws Exception {
    var going = new AtomicBoolean(true);
    var others =
        IntStream.range(0, 2)
            .mapToObj(_ -> Thread.ofPlatform().daemon().start(() -> openAndClose(going)))
            .toList();
    try {
      for (int i = 0; i < 3000; i++) {
        assertOk(check("a.test", DnsCheck.Type.A));
      }
    } finally {
      going.set(false);
      for (Thread other : others) {
        other.join();
      }
    }
  }

  private static void openAndClose(AtomicBoolean going) {
    while (going.get()) {
      try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        assertThat(socket.isBound()).isTrue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void assertOk(DnsCheck check) {
    Attempt attempt = lane.probe(check);
    assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
  }

  private DnsCheck check(String name, DnsCheck.Type type) {
    return DnsCheck.of(new Endpoint("127.0.0.1", server.port()), name, type);
  }
}
