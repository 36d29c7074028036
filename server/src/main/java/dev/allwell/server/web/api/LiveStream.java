package dev.allwell.server.web.api;

import dev.allwell.engine.Sink;
import dev.allwell.model.Event;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens, to whoever listens: a queue that never makes a lane wait, and a thread that hands
/// on. When the queue is full the newest is dropped, and all who listen are told that there is a
/// gap.
public final class LiveStream implements Sink, AutoCloseable {
  static final int MOST_FOLLOWERS = 64;
  private static final int MOST_KEPT = 2048;
  private static final int MOST_WAITING = 16 * 1024;
  private static final int MOST_AT_ONCE = 256;
  private static final Logger log = LoggerFactory.getLogger(LiveStream.class);

  private final BlockingQueue<Happening> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger wantResults = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final Ring ring;
  private final Thread thread;
  private long told;

  public LiveStream(InstantSource clock) {
    ring = new Ring(clock.millis(), MOST_KEPT);
    thread = Thread.ofVirtual().name("live-stream").start(this::run);
  }

  @Override
  public void judged(Judged judged) {
    if (!judged.events().isEmpty() || wantResults.get() > 0) {
      offer(new Happening.Checked(judged));
    }
  }

  @Override
  public void lapsed(Event.Lapsed lapsed) {
    offer(new Happening.Lapsed(lapsed));
  }

  private void offer(Happening happening) {
    if (!waiting.offer(happening)) {
      dropped.incrementAndGet();
    }
  }

  /// Lets a reader in, on its event loop, and tells it what it missed.
  ///
  /// @param lastId of the last event that it saw; empty for none
  /// @return whether there was room
  boolean join(Follower follower, String lastId) {
    if (followers.size() >= MOST_FOLLOWERS) {
      return false;
    }
    if (follower.results()) {
      wantResults.incrementAndGet();
    }
    followers.add(follower); // what comes meanwhile is handed over after what is said here
    follower.say("retry: 2000\n: following\n\n");
    if (lastId.isEmpty()) {
      return true;
    }
    ring.after(lastId)
        .ifPresentOrElse(
            missed -> {
              var wanted = missed.stream().filter(one -> follower.wants(one.happening())).toList();
              follower.write(text(follower, wanted, ""));
            },
            () -> follower.say(gap("what followed that event is no longer known")));
    return true;
  }

  void leave(Follower follower) {
    if (followers.remove(follower) && follower.results()) {
      wantResults.decrementAndGet();
    }
  }

  /// How many follow it.
  int followers() {
    return followers.size();
  }

  /// Ends all streams with a last event, and lets nobody hear more.
  void stopping() {
    followers.forEach(follower -> follower.end("stopping", "the server is stopping"));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    var batch = new ArrayList<Happening>();
    try {
      while (true) {
        batch.add(waiting.take());
        waiting.drainTo(batch, MOST_AT_ONCE - 1);
        tell(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What goes wrong with a few events ends none of the streams.
  private void tell(List<Happening> batch) {
    try {
      handOn(batch.stream().map(this::kept).toList());
    } catch (RuntimeException e) {
      dropped.addAndGet(batch.size());
      log.error("{} events could not be told", batch.size(), e);
    }
  }

  private Ring.Kept kept(Happening happening) {
    return happening.change()
        ? ring.add(happening)
        : new Ring.Kept(0, happening, happening.text(""));
  }

  private void handOn(List<Ring.Kept> batch) {
    long lost = dropped.get();
    var gap = lost > told ? gap((lost - told) + " events were lost: too much at once") : "";
    told = lost;
    for (var follower : followers) {
      var wanted = batch.stream().filter(one -> follower.wants(one.happening())).toList();
      if (!wanted.isEmpty() || !gap.isEmpty()) {
        follower.hand(hearing -> text(hearing, wanted, gap));
      }
    }
  }

  /// A change that was told already when the reader came is not told twice.
  private static Buffer text(Follower follower, List<Ring.Kept> wanted, String gap) {
    var text = Buffer.buffer(gap);
    for (var one : wanted) {
      if (one.number() == 0 || follower.saysAfter(one.number())) {
        text.appendBytes(one.text());
        follower.saw(one.number());
      }
    }
    return text;
  }

  private static String gap(String reason) {
    return "event: gap\ndata: {\"reason\":\"" + reason + "\"}\n\n";
  }
}
