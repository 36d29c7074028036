package dev.allwell.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Endpoint;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.DnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// By each transport.
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(LogWatch.class)
@Timeout(120)
class OutletTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Transport transport;
  private final AtomicLong nanos = new AtomicLong();
  private DnsServer names;
  private ServerSocket receiver;
  private Outlet outlet;

  OutletTest(Transport transport) {
    this.transport = transport;
  }

  @BeforeEach
  void start() throws IOException {
    names = new DnsServer();
    receiver = new ServerSocket();
    receiver.setReceiveBufferSize(4096);
    receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    outlet = new Outlet("outlet", nanos::get, transport, List.of(names.address()));
  }

  @AfterEach
  void stop() throws IOException {
    outlet.close();
    receiver.close();
    names.close();
  }

  private Line connect(String host) throws IOException, InterruptedException {
    return outlet.connect(new Endpoint(host, receiver.getLocalPort()), PATIENCE);
  }

  private static void write(Line line, String text) throws IOException, InterruptedException {
    var bytes = text.getBytes(US_ASCII);
    line.write(bytes, bytes.length, PATIENCE);
  }

  @Test
  void whatIsWrittenArrives() throws Exception {
    try (var line = connect("127.0.0.1");
        var accepted = receiver.accept()) {
      write(line, "one\n");
      write(line, "two\n");
      assertThat(line.isOpen()).isTrue();
      assertThat(accepted.getInputStream().readNBytes(8))
          .asString(US_ASCII)
          .isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void onlyTheFirstBytesOfAnArrayAreWritten() throws Exception {
    try (var accepted = accepted("abcdef", 3)) {
      assertThat(accepted.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("abc");
    }
  }

  private Socket accepted(String text, int length) throws Exception {
    try (var line = connect("127.0.0.1")) {
      var bytes = text.getBytes(US_ASCII);
      line.write(bytes, length, PATIENCE);
      bytes[0] = '!'; // the caller's again
      return receiver.accept();
    }
  }

  @Test
  void aNameIsResolvedAnewForEachConnection() throws Exception {
    names.with("carbon.test", DnsRecord.address("127.0.0.1", 1));
    connect("carbon.test").close();
    names.with("carbon.test", DnsRecord.address("127.0.0.2", 1));
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThatThrownBy(() -> connect("carbon.test"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.2");
  }

  @Test
  void ofSeveralAddressesTheNextIsTried() throws Exception {
    names.with("carbon.test", DnsRecord.address("127.0.0.2", 1), DnsRecord.address("127.0.0.1", 1));
    try (var line = connect("carbon.test")) {
      assertThat(line.isOpen()).isTrue();
    }
  }

  @Test
  void aNameThatIsNoneIsSaid() {
    assertThatThrownBy(() -> connect("missing.test"))
        .isInstanceOf(IOException.class)
        .hasMessage("missing.test does not exist");
  }

  @Test
  void aClosedPortIsSaid() {
    try (var closed = new ClosedPort()) {
      assertThatThrownBy(() -> outlet.connect(new Endpoint("127.0.0.1", closed.number()), PATIENCE))
          .isInstanceOf(IOException.class)
          .hasMessage("connection refused: 127.0.0.1:" + closed.number());
    }
  }

  @Test
  void aBlackHoleIsWaitedForNoLongerThanThePatience() {
    try (var hole = new BlackHole()) {
      assertThatThrownBy(() -> outlet.connect(new Endpoint(hole.host(), hole.port()), SHORT))
          .isInstanceOf(IOException.class)
          .hasMessage("connection timed out: " + hole.host() + ":" + hole.port());
    }
  }

  @Test
  void aNameServerThatSaysNothingIsWaitedForNoLongerThanThePatience() {
    names.close();
    assertThatThrownBy(() -> outlet.connect(new Endpoint("carbon.test", 2003), SHORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("carbon.test");
  }

  @Test
  void aPeerThatNeverReadsIsWaitedForNoLongerThanThePatience() throws Exception {
    try (var line = connect("127.0.0.1");
        var accepted = receiver.accept()) {
      var bytes = new byte[1 << 16];
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 4096; i++) { // 256 MiB, more than any kernel keeps for us
                  line.write(bytes, bytes.length, SHORT);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("took no more");
      assertThat(accepted.isConnected()).isTrue();
    }
  }

  @Test
  void whatThePeerSaysIsThrownAway() throws Exception {
    try (var line = connect("127.0.0.1");
        var accepted = receiver.accept()) {
      accepted.getOutputStream().write(new byte[1 << 20]);
      write(line, "one\n");
      assertThat(accepted.getInputStream().readNBytes(4)).asString(US_ASCII).isEqualTo("one\n");
    }
  }

  @Test
  void theEndOfTheConnectionIsNoticedWithoutWriting() throws Exception {
    try (var line = connect("127.0.0.1")) {
      receiver.accept().close();
      awaitEnd(line);
      assertThat(line.why()).isEqualTo("the other side closed the connection");
      assertThatThrownBy(() -> write(line, "one\n"))
          .isInstanceOf(IOException.class)
          .hasMessage("the other side closed the connection");
    }
  }

  @Test
  void aResetIsNoticedWithoutWriting() throws Exception {
    try (var line = connect("127.0.0.1")) {
      var accepted = receiver.accept();
      accepted.setSoLinger(true, 0);
      accepted.close();
      awaitEnd(line);
      assertThat(line.why()).containsIgnoringCase("reset");
    }
  }

  @Test
  void whoeverWaitsCanBeInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> connect("127.0.0.1")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static void awaitEnd(Line line) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (line.isOpen() && System.nanoTime() - giveUp < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(line.isOpen()).isFalse();
  }
}
