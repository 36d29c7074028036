package dev.allwell.server.reload;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.OverloadedException;
import dev.allwell.engine.Receipt;
import dev.allwell.engine.Registry;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.reload.ReloadState.Result;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Watches the configuration's files, and the secrets that they name, and takes over what changed.
///
/// Looks at them four times a second, or as seldom as it takes to spend no more than a twentieth of
/// a core on it. Files that have come to rest are read, whoever asks; what is good replaces the
/// file's services in one commit, and what is not changes nothing. All of it happens on one virtual
/// thread, which goes on whatever is thrown.
public final class Reloader implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKING_SHARE = 20;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  /// How long who asks waits for files that are still being written.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Config started;
  private final Registry registry;
  private final Listener listener;
  private final Ticker ticker;
  private final Thread thread;
  private final Standing standing;
  private final BlockingQueue<CompletableFuture<ReloadState>> asked = new LinkedBlockingQueue<>();
  private volatile Reading.Good inForce;
  private volatile boolean closed;

  // of the one thread
  private final Watched watched;
  private final List<CompletableFuture<ReloadState>> waiting = new ArrayList<>();
  private final Rest rest = new Rest(Signature.NONE); // read once more: who knows how it is now
  private long waitNanos = LOOK.toNanos();
  private long notBeforeNanos;
  private long patientUntilNanos;

  /// Takes over what was read, then watches. Blocks until the registry has it.
  ///
  /// @param first what the server starts with
  /// @param listener told of each configuration that is in force from then on
  /// @throws LedgerException when the store cannot record it
  public static Reloader start(
      Reading.Good first,
      Registry registry,
      Listener listener,
      InstantSource clock,
      Ticker ticker) {
    var reloader = new Reloader(first, registry, listener, clock, ticker);
    reloader.takeOver(first);
    reloader.thread.start();
    return reloader;
  }

  private Reloader(
      Reading.Good first,
      Registry registry,
      Listener listener,
      InstantSource clock,
      Ticker ticker) {
    this.listener = listener;
    this.inForce = first;
    this.started = first.config();
    this.registry = registry;
    this.ticker = ticker;
    this.watched = new Watched(first.origin(), first.files());
    this.notBeforeNanos = ticker.nanos();
    this.standing = new Standing(first.origin().path(), clock);
    this.thread = Thread.ofVirtual().name("config").unstarted(this::run);
  }

  /// Whoever takes what of a configuration is not about services. On the thread that reads it.
  public interface Listener {
    /// It is in force from now on.
    ///
    /// @return what that changed, for a person; nothing mostly
    List<String> took(Config config);

    /// Something changed, services or what was taken.
    ///
    /// @param summary of all of it
    void changed(String summary);
  }

  /// Where the file states a service, as `file:line`; empty when it does not. Any thread.
  public Optional<String> place(String id) {
    return inForce.place(id);
  }

  /// How it stands. Any thread.
  public ReloadState state() {
    return standing.state();
  }

  /// Reads the files as soon as they lie still: at once, if they have not changed since they were
  /// last read or not for half a second; those that do not within ten seconds are refused. Never
  /// blocks; any thread.
  ///
  /// @return how it stands afterwards
  public CompletionStage<ReloadState> reload() {
    var answer = new CompletableFuture<ReloadState>();
    asked.add(answer);
    if (closed) {
      refuseAll();
    }
    return answer;
  }

  /// Whether it watches.
  public boolean alive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what it began at the registry is waited for
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        var request = asked.poll(waiting.isEmpty() ? waitNanos : LOOK.toNanos(), NANOSECONDS);
        if (request != null) {
          patientUntilNanos =
              waiting.isEmpty() ? ticker.nanos() + PATIENCE.toNanos() : patientUntilNanos;
          waiting.add(request);
          asked.drainTo(waiting);
        }
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      asked.addAll(waiting);
      refuseAll();
    }
  }

  private void turn() {
    try {
      long began = ticker.nanos();
      var now = watched.look();
      waitNanos = Math.max(LOOK.toNanos(), (ticker.nanos() - began) * LOOKING_SHARE);
      if (wanted(now) && read(now)) {
        answer(request -> request.complete(state()));
      } else if (!waiting.isEmpty() && ticker.nanos() - patientUntilNanos >= 0) {
        rest.read(Signature.NONE); // once it lies still it is read, however it looks then
        standing.refused(Result.REFUSED, "moving", "it is still being written", moving());
        answer(request -> request.complete(state()));
      }
    } catch (RuntimeException | Error e) { // whatever a file brings about, the next one is read
      notBeforeNanos = ticker.nanos() + PAUSE_AFTER_FAILURE.toNanos();
      standing.broken(e);
      answer(request -> request.completeExceptionally(e));
    }
  }

  private boolean wanted(Signature now) {
    long nanos = ticker.nanos();
    return waiting.isEmpty()
        ? nanos - notBeforeNanos >= 0 && rest.due(now, nanos)
        : rest.still(now, nanos);
  }

  /// Whether the files lay still while they were read, so that it counts.
  private boolean read(Signature now) {
    var reading = watched.read();
    if (!now.equals(watched.look()) || closed) {
      return false;
    }
    notBeforeNanos = ticker.nanos();
    handle(reading);
    if (notBeforeNanos - ticker.nanos() <= 0) { // else it is to be tried again, later
      rest.read(now); // which secrets that are named only now make look different: once more
    }
    return true;
  }

  private void answer(Consumer<CompletableFuture<ReloadState>> how) {
    waiting.forEach(how);
    waiting.clear();
  }

  private List<String> moving() {
    return List.of(
        "%s: changed for %d s without lying still; it is read once it does"
            .formatted(state().path(), PATIENCE.toSeconds()));
  }

  private void handle(Reading reading) {
    watched.names(reading);
    switch (reading) {
      case Reading.Good good -> {
        try {
          takeOver(good);
        } catch (LedgerException | OverloadedException e) {
          notBeforeNanos = ticker.nanos() + PAUSE_AFTER_FAILURE.toNanos();
          var said = List.of(String.valueOf(e.getMessage()));
          standing.refused(Result.FAILED, good.content(), "the store could not record it", said);
        }
      }
      case Reading.Bad bad ->
          standing.refused(Result.REFUSED, bad.content(), "it is not good", bad.problems());
      case Reading.Unreadable no ->
          standing.refused(Result.REFUSED, no.why(), "it cannot be read", List.of(no.why()));
    }
  }

  private void takeOver(Reading.Good good) {
    var receipt = replace(good.config());
    if (receipt.result() == Receipt.Result.CONFLICT) {
      var said = List.of(receipt.message());
      standing.refused(Result.REFUSED, good.content(), "it is not good", said);
      return;
    }
    inForce = good;
    var changes = new ArrayList<String>();
    if (receipt.result() != Receipt.Result.UNCHANGED) {
      changes.add(receipt.message());
    }
    changes.addAll(listener.took(good.config()));
    var summary = changes.isEmpty() ? "nothing changed" : String.join("; ", changes);
    if (!changes.isEmpty()) {
      listener.changed(summary);
    }
    standing.applied(!changes.isEmpty(), summary, started.needRestart(good.config()));
  }

  private Receipt replace(Config config) {
    try {
      return registry
          .submit(List.of(config.stated().change()))
          .toCompletableFuture()
          .join()
          .getFirst();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void refuseAll() {
    for (var left = asked.poll(); left != null; left = asked.poll()) {
      left.completeExceptionally(new IllegalStateException("the server is closing"));
    }
  }
}
