package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be had over real sockets on every machine: errors of our own host, and routes that a
/// loopback has not.
class TroubleTest {
  @Test
  void aHostWithoutARouteIsUnreachable() {
    assertConnecting(new NoRouteToHostException("No route to host"), Reason.CONNECT_UNREACHABLE);
    assertConnecting(new SocketException("Network is unreachable"), Reason.CONNECT_UNREACHABLE);
    assertConnecting(new ConnectException("Host unreachable"), Reason.CONNECT_UNREACHABLE);
    assertConnecting(new SocketException("Permission denied"), Reason.CONNECT_UNREACHABLE);
  }

  @Test
  void theKernelsOwnPatienceIsATimeout() {
    assertConnecting(new ConnectException("Connection timed out"), Reason.TIMEOUT_CONNECT);
  }

  @Test
  void whatOurOwnInterfacesAndFirewallSayIsOurFault() {
    assertConnecting(new ConnectException("Operation not permitted"), Reason.NO_ROUTE);
    assertConnecting(new SocketException("Network is down"), Reason.NO_ROUTE);
  }

  @Test
  void ourOwnShortageIsNeverTheTargetsFault() {
    var noFiles =
        new ChannelException("no socket", new SocketException("socket: Too many open files"));
    var noPorts = new ConnectException("connect(..) failed: Cannot assign requested address");
    assertConnecting(noFiles, Reason.NO_DESCRIPTORS);
    assertConnecting(noPorts, Reason.NO_PORTS);
    assertThat(Trouble.talking(noFiles).orElseThrow().reason()).isEqualTo(Reason.NO_DESCRIPTORS);
    var unknown = new UnknownHostException("a.test");
    unknown.initCause(noFiles);
    assertThat(Trouble.resolving("a.test", unknown).reason()).isEqualTo(Reason.NO_DESCRIPTORS);
  }

  @Test
  void aCertificateIsFoundHoweverDeepItLies() {
    var failed = new SSLHandshakeException("general problem");
    failed.initCause(new CertificateException("expired"));
    var trouble = Trouble.talking(new DecoderException(failed)).orElseThrow();
    assertThat(trouble).isEqualTo(new Trouble(Reason.TLS_CERTIFICATE, "expired"));
  }

  @Test
  void aFinBeforeTheResetIsAClose() {
    assertThat(Trouble.talking(new IOException("Broken pipe")).orElseThrow().reason())
        .isEqualTo(Reason.CLOSED_EARLY);
    assertThat(Trouble.talking(new IOException("Connection reset by peer")).orElseThrow().reason())
        .isEqualTo(Reason.RESET);
  }

  @Test
  void whatIsNoTroubleOfTheNetworkIsABug() {
    assertThat(Trouble.talking(new IllegalStateException("oh"))).isEmpty();
  }

  /// As the native transport, the one of the JDK, and Netty around both put it.
  @ParameterizedTest
  @CsvSource({
    "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:9, CONNECT_REFUSED,"
        + " connection refused",
    "Connection refused: a.test/[0:0:0:0:0:0:0:1]:9, CONNECT_REFUSED, connection refused",
    "finishConnect(..) failed with error(-110): Connection timed out: /192.0.2.7:80,"
        + " TIMEOUT_CONNECT, connection timed out",
    "connection timed out after 5000 ms: a.test/192.0.2.7:80, TIMEOUT_CONNECT, connection timed out",
    "connect(..) failed with error(-101): Network is unreachable: /192.0.2.7:80,"
        + " CONNECT_UNREACHABLE, network is unreachable",
    "No route to host: /192.0.2.7:80, CONNECT_UNREACHABLE, no route to host",
    "finishConnect(..) failed with error(-104): Connection reset by peer: /192.0.2.7:80, RESET,"
        + " connection reset",
    "connect(..) failed with error(-99): Cannot assign requested address: /192.0.2.7:80, NO_PORTS,"
        + " cannot assign requested address",
    "connect(..) failed: EPROTO what is this, CONNECT_FAILED, EPROTO what is this"
  })
  void whatIsShownIsWhatHappenedAndNotWhoSaidSo(String words, Reason reason, String shown) {
    Exception thrown =
        words.startsWith("No route")
            ? new NoRouteToHostException(words)
            : new ConnectException(words);
    assertThat(Trouble.connecting(thrown)).isEqualTo(new Trouble(reason, shown));
  }

  @Test
  void theAddressIsShownWhereItIsNotOursToMend() {
    var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
    assertThat(Trouble.connecting(new ConnectException("Connection refused: /[::1]:9")).at(six))
        .isEqualTo(new Trouble(Reason.CONNECT_REFUSED, "connection refused: [::1]:9"));
    assertThat(Trouble.connecting(new SocketException("Too many open files")).at(six))
        .isEqualTo(new Trouble(Reason.NO_DESCRIPTORS, "too many open files"));
  }

  @Test
  void aConnectionThatBreaksIsToldInPlainWordsToo() {
    var pipe = new IOException("writevAddresses(..) failed with error(-32): Broken pipe");
    assertThat(Trouble.talking(pipe)).contains(new Trouble(Reason.CLOSED_EARLY, "broken pipe"));
  }

  private static void assertConnecting(Exception thrown, Reason reason) {
    assertThat(Trouble.connecting(thrown).reason()).isEqualTo(reason);
  }
}
