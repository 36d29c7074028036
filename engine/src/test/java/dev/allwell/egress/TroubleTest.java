package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

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

  private static void assertConnecting(Exception thrown, Reason reason) {
    assertThat(Trouble.connecting(thrown).reason()).isEqualTo(reason);
  }
}
