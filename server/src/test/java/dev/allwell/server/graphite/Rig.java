package dev.allwell.server.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Outlet;
import dev.allwell.egress.Transport;
import dev.allwell.model.Endpoint;
import dev.allwell.server.config.GraphiteSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An exporter at a pace for tests, and the thread that a supervisor would give it.
final class Rig implements AutoCloseable {
  /// Nothing is written because of the time alone.
  static final Duration NEVER = Duration.ofHours(1);

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Graphite graphite;
  private @Nullable Thread thread;

  /// @param period from one writing to the next
  Rig(Endpoint to, GraphiteSettings settings, Duration period) {
    this(to, settings, period, Duration.ofSeconds(30), InstantSource.fixed(Results.T0));
  }

  /// @param toWrite patience with who takes nothing
  /// @param wall what the pilot light's points are stamped by
  Rig(
      Endpoint to,
      GraphiteSettings settings,
      Duration period,
      Duration toWrite,
      InstantSource wall) {
    var pace =
        new Pace(
            period,
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(30),
            toWrite);
    graphite =
        new Graphite(
            to,
            settings,
            new Outlet("outlet", Ticker.SYSTEM, Transport.best()),
            new Feed.Time(Ticker.SYSTEM, wall, pace));
  }

  Graphite graphite() {
    return graphite;
  }

  Rig begin() {
    thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                graphite.run();
              } catch (InterruptedException _) {
                // told to end
              }
            });
    return this;
  }

  /// As a supervisor ends it.
  void end() throws InterruptedException {
    var running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long giveUp = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - giveUp).as(what).isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    try {
      end();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the exporter ends", e);
    } finally {
      graphite.close();
    }
  }
}
