package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RootQuestionTest {
  private final Transport transport = Transport.best();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
  private final Tls tls = Tls.create(List.of());

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    tls.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = DnsSickness.class,
      names = {"NONE", "SERVFAIL"})
  void anyAnswerIsOne(DnsSickness sickness) {
    try (var server = new DnsServer().suffering(sickness)) {
      assertThat(answered(server.address())).isTrue();
      assertThat(server.questions()).anyMatch(question -> question.type() == 2);
    }
  }

  @Test
  void silenceIsNone() {
    try (var server = new DnsServer().suffering(DnsSickness.SILENT)) {
      assertThat(answered(server.address())).isFalse();
    }
  }

  @Test
  void whereNobodyListensThereIsNoAnswer() {
    var gone = new DnsServer();
    var address = gone.address();
    gone.close();
    assertThat(answered(address)).isFalse();
  }

  @Test
  void oneServerThatAnswersIsEnough() {
    try (var silent = new DnsServer().suffering(DnsSickness.SILENT);
        var well = new DnsServer()) {
      assertThat(answered(silent.address(), well.address())).isTrue();
    }
  }

  private boolean answered(InetSocketAddress... servers) {
    var settings = new Egress.Settings(transport, tls, List.of(servers));
    var loop = loops.next();
    try (var egress = new Egress(loop, Ticker.SYSTEM, new Guard(new OwnListeners()), settings)) {
      var told = new CompletableFuture<Boolean>();
      loop.execute(
          () -> egress.askNameServers(answer -> assertThat(told.complete(answer)).isTrue()));
      return told.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
