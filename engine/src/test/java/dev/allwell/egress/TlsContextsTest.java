package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import dev.allwell.testkit.Authority;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LogWatch.class)
class TlsContextsTest {
  private static final Endpoint SERVER = new Endpoint("shop.test", 443);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private TlsContexts contexts;

  @BeforeEach
  void make() throws Exception {
    var recipe =
        new TlsRecipe(
            SslProvider.OPENSSL_REFCNT, Trust.jdkAnd(List.of()), 10, InstantSource.system());
    contexts = new TlsContexts(recipe, nanos::get, 3);
  }

  @AfterEach
  void close() {
    contexts.close();
  }

  @Test
  void equalSettingsShareAContextWhateverTheServersName() throws UnusableTls {
    var named = new TlsSettings(true, false, "a.test", null, null);
    var other = new TlsSettings(true, false, "b.test", null, null);
    assertThat(used(TlsSettings.DEFAULT, List.of()))
        .isSameAs(used(named, List.of()))
        .isSameAs(used(other, List.of()))
        .isNotSameAs(used(TlsSettings.DEFAULT, List.of("h2")))
        .isNotSameAs(used(new TlsSettings(false), List.of()));
    assertThat(contexts.size()).isEqualTo(3);
  }

  @Test
  void theOneUsedLongestAgoIsGivenUpAndLivesWhileItIsUsed() throws UnusableTls {
    SslContext inUse = contexts.take(key(TlsSettings.DEFAULT, List.of()));
    for (String protocol : List.of("a", "b", "c")) {
      used(TlsSettings.DEFAULT, List.of(protocol));
    }
    assertThat(contexts.size()).isEqualTo(3);
    assertThat(ReferenceCountUtil.refCnt(inUse)).as("ours alone").isEqualTo(1);
    ReferenceCountUtil.release(inUse);
    assertThat(used(TlsSettings.DEFAULT, List.of())).isNotSameAs(inUse);
  }

  @Test
  void contextsWithSessionsAreGivenUpWithinAnHourAndNotAllAtOnce() throws UnusableTls {
    var resuming = new TlsSettings(true, true, null, null, null);
    var first = used(resuming, List.of());
    nanos.addAndGet(TlsContexts.LONGEST_NANOS / 2 - 1);
    assertThat(used(resuming, List.of())).isSameAs(first);
    nanos.addAndGet(TlsContexts.LONGEST_NANOS / 2 + 1);
    assertThat(used(resuming, List.of())).isNotSameAs(first);
    var keys = new HashSet<TlsContexts.Key>();
    for (int port = 1; port < 500; port++) {
      var server = new Endpoint("shop.test", port);
      keys.add(TlsContexts.Key.of(new Destination(server, true, new Route(resuming))));
    }
    assertThat(keys).hasSize(16);
    var plain = used(TlsSettings.DEFAULT, List.of());
    nanos.addAndGet(TlsContexts.LONGEST_NANOS * 10);
    assertThat(used(TlsSettings.DEFAULT, List.of())).isSameAs(plain);
  }

  @Test
  void sessionsMadeByWayOfAProxyAreItsAlone() {
    var resuming = new Route(new TlsSettings(true, true, null, null, null));
    var first = new Proxy(Proxy.Kind.HTTP, new Endpoint("a.test", 3128), null);
    var second = new Proxy(Proxy.Kind.HTTP, new Endpoint("b.test", 3128), null);
    assertThat(
            Stream.of(resuming, resuming.by(first), resuming.by(second), resuming.by(first))
                .map(route -> TlsContexts.Key.of(new Destination(SERVER, true, route)))
                .distinct())
        .hasSize(3);
    assertThat(TlsContexts.Key.of(new Destination(SERVER, true, Route.DEFAULT.by(first))))
        .as("what is kept of a proxy's handshakes without sessions is nobody's")
        .isEqualTo(TlsContexts.Key.of(new Destination(SERVER, true, Route.DEFAULT)));
  }

  @Test
  void whatCannotBeUsedIsNotKept() {
    var bad = new TlsSettings(true, false, null, new Authority().pem().substring(0, 60), null);
    assertThatThrownBy(() -> used(bad, List.of()))
        .isInstanceOf(UnusableTls.class)
        .hasMessageStartingWith("the TLS settings cannot be used: ");
    assertThat(contexts.size()).isZero();
  }

  private SslContext used(TlsSettings settings, List<String> alpn) throws UnusableTls {
    SslContext context = contexts.take(key(settings, alpn));
    ReferenceCountUtil.release(context);
    return context;
  }

  private static TlsContexts.Key key(TlsSettings settings, List<String> alpn) {
    var to = new Destination(SERVER, true, new Route(settings), alpn, false, false);
    return TlsContexts.Key.of(to);
  }
}
