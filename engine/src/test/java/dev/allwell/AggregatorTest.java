package dev.allwell;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Health;
import dev.allwell.model.Status;
import dev.allwell.testkit.fleet.Fleet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregatorTest {
  private final Fleet fleet = Fleet.of(10, service -> service == 9);
  private final Aggregator aggregator = Aggregator.start();

  @AfterEach
  void close() {
    aggregator.close();
    fleet.close();
  }

  private ServiceStatus checked(String name) throws Exception {
    return aggregator.checkNow(name).toCompletableFuture().get(30, SECONDS).orElseThrow();
  }

  @Test
  void aServiceIsAddedOnceAndRemovedOnce() {
    assertThat(aggregator.addService("shop", fleet.url(0), Options.DEFAULT))
        .isEqualTo(Aggregator.Addition.ADDED);
    assertThat(aggregator.addService("shop", fleet.url(1), Options.DEFAULT))
        .isEqualTo(Aggregator.Addition.ALREADY_EXISTS);
    assertThat(aggregator.listServices()).containsExactly("shop");
    assertThat(aggregator.removeService("shop")).isEqualTo(Aggregator.Removal.REMOVED);
    assertThat(aggregator.removeService("shop")).isEqualTo(Aggregator.Removal.NOT_FOUND);
    assertThat(aggregator.getStatus("shop")).isEmpty();
  }

  @Test
  void aNameThatDiffersInCaseAloneReplacesNobody() {
    aggregator.addService("My Shop", fleet.url(0), Options.DEFAULT);
    assertThat(aggregator.addService("my shop", fleet.url(1), Options.DEFAULT))
        .isEqualTo(Aggregator.Addition.ALREADY_EXISTS);
    assertThat(aggregator.getStatus("My Shop")).isPresent();
  }

  @Test
  void aWrongOptionIsNamed() {
    assertThatThrownBy(() ->
            aggregator.addService(
                "shop", "gopher://shop", Options.DEFAULT.interval(Duration.ofMillis(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval")
        .hasMessageContaining("url");
  }

  @Test
  void itTellsHowAServiceStands() throws Exception {
    aggregator.addService("shop", fleet.url(0), Options.DEFAULT.groups("front"));
    var status = checked("shop");
    assertThat(status.status()).isEqualTo(Status.HEALTHY);
    assertThat(status.health()).isEqualTo(Health.HEALTHY);
    assertThat(status.ready()).isTrue();
    assertThat(status.score()).hasValue(100);
    assertThat(status.lastCheck()).isPresent();
    assertThat(status.responseTimeMillis()).isPresent();
    assertThat(status.groups()).containsExactly("front");
    assertThat(aggregator.getAllStatuses()).hasSize(1);
  }

  @Test
  void aHungServiceDelaysNoOtherAndNoReader() throws Exception {
    aggregator.addService("hung", fleet.url(9), Options.DEFAULT);
    aggregator.addService("shop", fleet.url(0), Options.DEFAULT);
    assertThat(checked("shop").health()).isEqualTo(Health.HEALTHY);
    assertThat(aggregator.getStatus("hung").orElseThrow().status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aSlowListenerDelaysNoOther() throws Exception {
    var never = new CountDownLatch(1);
    var results = new LinkedBlockingQueue<CheckResult>();
    aggregator.subscribe(result -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    try (var subscription = aggregator.subscribe(results::add)) {
      aggregator.addService("shop", fleet.url(0), Options.DEFAULT.interval(Duration.ofSeconds(1)));
      for (int i = 0; i < 3; i++) {
        assertThat(results.poll(30, SECONDS)).isNotNull();
      }
      assertThat(subscription.dropped()).isZero();
    }
  }

  @Test
  void aCheckOfNobodyIsNothing() throws Exception {
    assertThat(aggregator.checkNow("nobody").toCompletableFuture().get(5, SECONDS)).isEmpty();
  }
}
