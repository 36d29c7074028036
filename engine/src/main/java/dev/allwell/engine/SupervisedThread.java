package dev.allwell.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A supervised loop on a platform thread.
final class SupervisedThread implements Supervised {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final Body body;
  private volatile @Nullable Thread thread;
  private volatile boolean stopping;

  SupervisedThread(String name, Body body) {
    this.name = name;
    this.body = body;
  }

  @Override
  public void start(Consumer<Throwable> failed) {
    thread = Thread.ofPlatform().name(name).start(() -> run(failed));
  }

  private void run(Consumer<Throwable> failed) {
    try {
      body.run();
      failed.accept(new IllegalStateException(name + " ended by itself"));
    } catch (InterruptedException e) {
      if (!stopping) {
        failed.accept(e);
      }
    } catch (Throwable e) {
      if (!stopping) {
        failed.accept(e);
      }
    }
  }

  @Override
  public void stop() {
    stopping = true;
    var running = thread;
    if (running == null || running.equals(Thread.currentThread())) {
      return;
    }
    running.interrupt();
    try {
      running.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
