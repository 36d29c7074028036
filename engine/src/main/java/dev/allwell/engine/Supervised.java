package dev.allwell.engine;

import java.util.function.Consumer;

/// Something that runs, may fail, and can be started anew.
public interface Supervised {
  /// Starts and returns at once. If it ever fails by itself, it says so once, on any thread.
  void start(Consumer<Throwable> failed);

  /// Stops; waits for what must not be cut short. Nothing is said of a failure after this.
  void stop();

  /// A loop on a platform thread of its own, interrupted to stop.
  static Supervised thread(String name, Body body) {
    return new SupervisedThread(name, body);
  }

  /// A loop that ends only by failing or by interruption.
  @FunctionalInterface
  interface Body {
    void run() throws InterruptedException;
  }
}
