package dev.allwell.server.reload;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.OverloadedException;
import dev.allwell.engine.Receipt;
import dev.allwell.engine.Registry;
import dev.allwell.model.Change;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.reload.ReloadState.Counts;
import dev.allwell.server.reload.ReloadState.Result;
import java.io.IOException;
import java.nio.file.Path;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the configuration's files, and the secrets that they name, and takes over what changed.
///
/// Looks at them four times a second, or as seldom as it takes to spend no more than a twentieth of
/// a core on it. Files that have come to rest are read; what is good replaces the file's services
/// in one commit, and what is not changes nothing. All of it happens on one virtual thread.
public final class Reloader implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKING_SHARE = 20;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final int MOST_LOGGED = 20;
  private static final Logger log = LoggerFactory.getLogger(Reloader.class);

  private final Origin origin;
  private final Config started;
  private final Registry registry;
  private final Consumer<Taken> listener;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Thread thread;
  private final BlockingQueue<CompletableFuture<ReloadState>> asked = new LinkedBlockingQueue<>();
  private volatile ReloadState state;
  private volatile Reading.Good inForce;
  private volatile boolean closed;

  // of the one thread
  private final Rest rest;
  private List<Path> files;
  private String refused = "";
  private long waitNanos = LOOK.toNanos();
  private long notBeforeNanos;

  /// Takes over what was read, then watches. Blocks until the registry has it.
  ///
  /// @param first what the server starts with
  /// @param listener told of each configuration that is in force from then on
  /// @throws LedgerException when the store cannot record it
  public static Reloader start(
      Reading.Good first,
      Registry registry,
      Consumer<Taken> listener,
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
      Consumer<Taken> listener,
      InstantSource clock,
      Ticker ticker) {
    this.listener = listener;
    this.origin = first.origin();
    this.inForce = first;
    this.started = first.config();
    this.registry = registry;
    this.clock = clock;
    this.ticker = ticker;
    this.files = first.files();
    this.rest = new Rest(new Signature(List.of())); // read once more: who knows since when it is so
    this.notBeforeNanos = ticker.nanos();
    this.state =
        new ReloadState(
            first.origin().path().toString(),
            Result.UNCHANGED,
            clock.instant(),
            null,
            "",
            List.of(),
            List.of(),
            Counts.NONE);
    this.thread = Thread.ofVirtual().name("config").unstarted(this::run);
  }

  /// A configuration that was taken over.
  ///
  /// @param changed whether it changed what is watched
  /// @param summary of what it changed
  public record Taken(Config config, boolean changed, String summary) {}

  /// Where the file states a service, as `file:line`; empty when it does not. Any thread.
  public Optional<String> place(String id) {
    return inForce.place(id);
  }

  /// How it stands. Any thread.
  public ReloadState state() {
    return state;
  }

  /// Reads the files now, at rest or not. Never blocks; any thread.
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
        var request = asked.poll(waitNanos, TimeUnit.NANOSECONDS);
        if (request != null) {
          answer(request);
        } else {
          watch();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      refuseAll();
    }
  }

  private void answer(CompletableFuture<ReloadState> request) {
    try {
      var now = look();
      notBeforeNanos = ticker.nanos();
      handle(origin.read());
      if (!failed()) {
        rest.read(now);
      }
      request.complete(state);
    } catch (RuntimeException e) {
      log.error("the configuration could not be reloaded", e);
      request.completeExceptionally(e);
    }
  }

  private void watch() {
    try {
      long began = ticker.nanos();
      var now = look();
      waitNanos = Math.max(LOOK.toNanos(), (ticker.nanos() - began) * LOOKING_SHARE);
      if (ticker.nanos() - notBeforeNanos >= 0 && rest.due(now, ticker.nanos())) {
        var reading = origin.read();
        if (now.equals(look()) && !closed) {
          handle(reading);
          if (!failed()) {
            rest.read(now); // which secrets that are named only now make look different: once more
          }
        }
      }
    } catch (RuntimeException e) {
      log.error("the configuration could not be watched; that goes on", e);
      notBeforeNanos = ticker.nanos() + PAUSE_AFTER_FAILURE.toNanos();
    }
  }

  /// Whether the last attempt is to be made again, later.
  private boolean failed() {
    return notBeforeNanos - ticker.nanos() > 0;
  }

  private Signature look() {
    try {
      var all = new ArrayList<>(origin.files());
      all.addAll(files);
      return Signature.of(all);
    } catch (IOException e) {
      return Signature.none(e);
    }
  }

  private void handle(Reading reading) {
    switch (reading) {
      case Reading.Good good -> {
        files = good.files();
        try {
          takeOver(good);
        } catch (LedgerException | OverloadedException e) {
          notBeforeNanos = ticker.nanos() + PAUSE_AFTER_FAILURE.toNanos();
          refuse(Result.FAILED, good.content(), "the store could not record it", said(e));
        }
      }
      case Reading.Bad bad -> {
        files = bad.files();
        refuse(Result.REFUSED, bad.content(), "it is not good", bad.problems());
      }
      case Reading.Unreadable no ->
          refuse(Result.REFUSED, no.why(), "it cannot be read", List.of(no.why()));
    }
  }

  private static List<String> said(RuntimeException e) {
    return List.of(String.valueOf(e.getMessage()));
  }

  private void takeOver(Reading.Good good) {
    var receipt = replace(good.config());
    if (receipt.result() == Receipt.Result.CONFLICT) {
      refuse(Result.REFUSED, good.content(), "it is not good", List.of(receipt.message()));
      return;
    }
    boolean changed = receipt.result() != Receipt.Result.UNCHANGED;
    var needRestart = started.needRestart(good.config());
    var summary = changed ? receipt.message() : "nothing changed";
    if (changed || !refused.isEmpty()) {
      log.info("configuration {}: services {}", origin.path(), summary);
    }
    if (!needRestart.isEmpty() && !needRestart.equals(state.needRestart())) {
      log.warn("these keys have changed and take effect at the next start: {}", needRestart);
    }
    refused = "";
    inForce = good;
    listener.accept(new Taken(good.config(), changed, summary));
    var now = clock.instant();
    var result = changed ? Result.APPLIED : Result.UNCHANGED;
    state =
        new ReloadState(
            state.path(),
            result,
            now,
            now,
            summary,
            List.of(),
            needRestart,
            state.counts().plus(result));
  }

  private Receipt replace(Config config) {
    var change = new Change.Replace(config.services());
    try {
      return registry.submit(List.of(change)).toCompletableFuture().join().getFirst();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Changes nothing and says so, in the log once for each content.
  private void refuse(Result result, String content, String why, List<String> problems) {
    if (!content.equals(refused)) {
      log.error("configuration {} changes nothing: {}", origin.path(), why);
      problems.stream().limit(MOST_LOGGED).forEach(problem -> log.error("  {}", problem));
      if (problems.size() > MOST_LOGGED) {
        log.error("  and {} more", problems.size() - MOST_LOGGED);
      }
    }
    refused = content;
    state =
        new ReloadState(
            state.path(),
            result,
            clock.instant(),
            state.appliedOrNull(),
            why,
            problems,
            state.needRestart(),
            state.counts().plus(result));
  }

  private void refuseAll() {
    for (var left = asked.poll(); left != null; left = asked.poll()) {
      left.completeExceptionally(new IllegalStateException("the server is closing"));
    }
  }
}
