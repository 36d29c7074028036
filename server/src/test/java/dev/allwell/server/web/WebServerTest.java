package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.allwell.model.Reason;
import dev.allwell.server.web.ListenException.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
  private static final String REGISTER = "{\"id\":\"a\",\"url\":\"http://svc.test\"}";

  @Test
  void tellsWhereItListens() throws Exception {
    try (var web = new WebRig()) {
      assertThat(web.address().getPort()).isPositive();
      assertThat(web.address().getAddress().isLoopbackAddress()).isTrue();
      assertThat(web.get("/health").body())
          .isEqualTo("{\"status\":\"ok\",\"timestamp\":\"2026-03-04T05:06:07.089Z\"}");
    }
  }

  @Test
  void listensOnBothLoopbackAddressesWhereThereAreTwo() throws Exception {
    try (var web = new WebRig(new WebServer.Settings("LocalHost", 0))) {
      boolean six;
      try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
        six = probe.isBound();
      } catch (IOException e) {
        six = false;
      }
      if (six) {
        var address = new InetSocketAddress(InetAddress.ofLiteral("::1"), web.address().getPort());
        try (var wire = new Wire(address)) {
          wire.send("GET /status HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n");
          assertThat(wire.readAll()).startsWith("HTTP/1.1 200 ");
        }
      }
      assertThat(web.server.addresses()).hasSize(six ? 2 : 1).startsWith(web.address());
      assertThat(web.get("/status").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAddressThatAnotherHoldsIsNotAnnounced() throws Exception {
    InetSocketAddress four;
    try (var web = new WebRig()) {
      four = web.address();
    }
    try (var six = new ServerSocket()) {
      try {
        six.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), four.getPort()));
      } catch (IOException e) {
        // no such address here: then it must not be announced either
      }
      try (var web = new WebRig(new WebServer.Settings("127.0.0.1", four.getPort()))) {
        assertThat(web.server.addresses()).containsExactly(web.address());
      }
    }
  }

  @Test
  void aPortThatIsTakenIsSaidSo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatExceptionOfType(ListenException.class)
          .isThrownBy(
              () -> new WebRig(new WebServer.Settings("127.0.0.1", taken.getLocalPort())).close())
          .withMessage(
              "cannot listen on 127.0.0.1:%d: another program listens there already",
              taken.getLocalPort())
          .satisfies(e -> assertThat(e.trouble()).isEqualTo(Trouble.IN_USE));
    }
  }

  @Test
  void anAddressThatIsNotHereIsSaidSo() {
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> new WebRig(new WebServer.Settings("127.0.0.1", 70_000)).close())
        .satisfies(e -> assertThat(e.trouble()).isEqualTo(Trouble.NOT_AVAILABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "192.0.2.1",
        "example.test",
        "127.1",
        "127.0.1",
        "2130706433",
        ""
      })
  void anAddressThatOthersReachIsRefused(String host) {
    assertThatExceptionOfType(ListenException.class)
        .isThrownBy(() -> new WebRig(new WebServer.Settings(host, 0)).close())
        .withMessage(
            host
                + " is not a loopback address, and nobody was given a token: listen on 127.0.0.1"
                + " and make one first (./allwell token create NAME --scope read, or tokens: in the"
                + " configuration), or let everybody read (--anonymous-read)")
        .satisfies(e -> assertThat(e.trouble()).isEqualTo(Trouble.EXPOSED));
  }

  @Test
  void isReadyOnlyBetweenStartAndStop() throws Exception {
    try (var web = new WebRig()) {
      try (var starting =
          WebServer.start(new WebServer.Settings("127.0.0.1", 0), web.partsOfItsOwn())) {
        assertThat(readyz(starting)).startsWith("HTTP/1.1 503 ").endsWith("starting\n");
      }
      assertThat(web.get("/readyz").body()).isEqualTo("ok\n");
      web.server.stopping();
      assertThat(web.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(web.get("/readyz").body()).isEqualTo("stopping\n");
      assertThat(web.get("/livez").statusCode()).isEqualTo(200);
    }
  }

  private static String readyz(WebServer server) throws IOException {
    try (var wire = new Wire(server.address())) {
      return wire.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .readAll();
    }
  }

  @Test
  void livenessIsLostWithAChildThatWasGivenUp() throws Exception {
    try (var web = new WebRig()) {
      assertThat(web.get("/livez").body()).isEqualTo("ok\n");
      web.rig.loseAChild("broken");
      Eventually.holds(() -> web.get("/livez").statusCode() == 503);

      assertThat(web.get("/livez").body()).isEqualTo("failed\n");
      assertThat(web.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(web.get("/health").statusCode()).isEqualTo(503);
      assertThat(web.get("/health").body()).startsWith("{\"status\":\"failed\"");
      assertThat(web.get("/readyz?verbose").body())
          .startsWith("failed\nregistry running restarts=0\nbroken given-up restarts=0");
    }
  }

  @Test
  void closingAnswersWhatIsUnderWayFirst() throws Exception {
    var web = new WebRig();
    var release = web.rig.holdRegistry();
    var answer = CompletableFuture.supplyAsync(() -> registered(web));
    Eventually.holds(() -> web.rig.registry().queued() == 1);

    var closing = CompletableFuture.runAsync(web.server::close);
    Eventually.holds(() -> refused(web));
    assertThat(closing).isNotDone();
    release.run();

    assertThat(answer.get()).isEqualTo(201);
    closing.get();
    web.close();
  }

  private static int registered(WebRig web) {
    try {
      return web.post("/register", REGISTER).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static boolean refused(WebRig web) {
    try (var wire = web.wire()) {
      wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return !wire.readAll().startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void closingDropsIdleConnectionsAtOnceAndLeavesNoThread() throws Exception {
    var web = new WebRig();
    web.rig.add(List.of(WebRig.service("a", "a")));
    web.rig.post("a", WebRig.state(null, Reason.OK));
    try (var idle = web.wire()) {
      assertThat(idle.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").readOne())
          .startsWith("HTTP/1.1 200 ");
      web.server.close();
      assertThat(idle.readAll()).isEmpty();
    }
    web.server.close();
    web.close();
    Eventually.holds(() ->
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("vert.x-")));
  }
}
