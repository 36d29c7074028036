package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Route;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RootQuestionTest {
  /// Where a message's question begins (RFC 1035 §4.1.1).
  private static final int QUESTION = 12;

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

  @Test
  void whoJustSaidAnythingNeedNotBeAsked() {
    UnaryOperator<byte[]> neverAboutTheRoot =
        answer -> {
          if (answer[QUESTION] == 0) {
            answer[0] ^= 0x55; // of another id, as if it had got lost
          }
          return answer;
        };
    try (var server =
        new DnsServer().suffering(DnsSickness.SERVFAIL).rewriting(neverAboutTheRoot)) {
      var servers = List.of(server.address());
      assertThat(asked(servers, Egress::askNameServers)).as("nothing was said yet").isFalse();
      assertThat(asked(servers, RootQuestionTest::afterFailing)).isTrue();
    }
  }

  private static void afterFailing(Egress egress, Consumer<Boolean> told) {
    egress
        .resolvers()
        .resolve("a.test", Route.DEFAULT, (_, _) -> {}, _ -> egress.askNameServers(told));
  }

  private boolean answered(InetSocketAddress... servers) {
    return asked(List.of(servers), Egress::askNameServers);
  }

  private boolean asked(
      List<InetSocketAddress> servers, BiConsumer<Egress, Consumer<Boolean>> asking) {
    var settings = new Egress.Settings(transport, tls, servers);
    var loop = loops.next();
    try (var egress = new Egress(loop, Ticker.SYSTEM, new Guard(new OwnListeners()), settings)) {
      var told = new CompletableFuture<Boolean>();
      loop.execute(
          () -> asking.accept(egress, answer -> assertThat(told.complete(answer)).isTrue()));
      return told.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
