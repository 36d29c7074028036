package dev.allwell.server.store;

/// Waiting for a writer's end: what it still has to write matters more than an interrupt.
final class Joining {
  private Joining() {}

  static void uninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
