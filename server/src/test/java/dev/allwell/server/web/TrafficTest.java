package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");
  private static final Limits FEW =
      new Limits(
          5,
          2,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Traffic traffic = new Traffic(meters);

  @Test
  void oneAddressGetsOnlySoManyConnectionsAndOthersStillGetTheirs() {
    assertThat(traffic.enter(STRANGER, FEW)).isTrue();
    assertThat(traffic.enter(STRANGER, FEW)).isTrue();
    assertThat(traffic.enter(STRANGER, FEW)).isFalse();
    assertThat(traffic.enter(OTHER, FEW)).isTrue();

    traffic.leave(STRANGER);
    traffic.leave(STRANGER);
    assertThat(traffic.enter(STRANGER, FEW)).isTrue();
    assertThat(meters.get("allwell.http.connections").gauge().value()).isEqualTo(3);
    assertThat(meters.get("allwell.http.connections.refused").functionCounter().count())
        .isEqualTo(1);
  }

  @Test
  void aLoopbackAddressIsBoundByTheLimitOfAllAlone() {
    for (int i = 0; i < 5; i++) {
      assertThat(traffic.enter(LOCAL, FEW)).isTrue();
    }
    assertThat(traffic.enter(LOCAL, FEW)).isFalse();
  }
}
