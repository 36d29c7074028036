package dev.allwell.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a running command: SIGTERM and SIGINT close what is open and exit 0.
///
/// The JVM's own answer to a signal is to run its shutdown hooks and exit with 128 + the signal;
/// the hook here closes everything and halts with 0 itself, or with 1 when closing takes longer
/// than 9 s.
final class Ending {
  private static final Duration PATIENCE = Duration.ofSeconds(9);
  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean disarmed;

  /// From now on a signal closes and exits.
  static Ending onSignal(Runnable close) {
    var ending = new Ending();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("ending").unstarted(() -> ending.end(close)));
    return ending;
  }

  /// Leaves signals and exit codes to the JVM again: the command failed and closed by itself.
  void disarm() {
    disarmed = true;
  }

  /// Blocks until the end.
  void await() throws InterruptedException {
    ended.await();
  }

  private void end(Runnable close) {
    if (disarmed) {
      return;
    }
    var closing = Thread.ofPlatform().name("closing").daemon().start(close);
    boolean closed;
    try {
      closed = closing.join(PATIENCE);
    } catch (InterruptedException e) {
      closed = false;
    }
    if (!closed) {
      log.error("closing took longer than {}: halting", PATIENCE);
    }
    Runtime.getRuntime().halt(closed ? Exit.OK.code() : Exit.INTERNAL.code());
  }
}
