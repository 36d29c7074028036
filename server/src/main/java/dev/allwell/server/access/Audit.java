package dev.allwell.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of changes: takes entries without blocking, and puts them into the book from a virtual
/// thread of its own, many in one commit. Any thread.
///
/// While the book cannot be written, entries wait and are tried again. At most [#MOST_WAITING] do;
/// one that finds no room goes to the program's log instead, and is counted.
public final class Audit implements AutoCloseable {
  static final int MOST_WAITING = 20_000;
  private static final int MOST_AT_ONCE = 1000;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LAST_WAIT = Duration.ofSeconds(3);
  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  /// Wakes the thread, and is no entry.
  private static final Waiting END =
      new Waiting(new AuditEntry(Instant.EPOCH, "", "", "", "", ""), new CompletableFuture<>());

  private final AuditBook book;
  private final InstantSource clock;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  private record Waiting(AuditEntry entry, CompletableFuture<Void> durable) {}

  private Audit(AuditBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("audit").unstarted(this::run);
  }

  public static Audit start(AuditBook book, InstantSource clock) {
    var audit = new Audit(book, clock);
    audit.thread.start();
    return audit;
  }

  /// Notes what a caller did.
  ///
  /// @return completes when it is durable, exceptionally when it was lost
  public CompletionStage<Void> note(Caller caller, String what, String subject, String result) {
    return add(AuditEntry.of(clock.instant(), caller, what, subject, result));
  }

  /// Notes what a part of the program did by itself, as reading its configuration anew.
  public CompletionStage<Void> noteOwn(String part, String what, String result) {
    return add(AuditEntry.byItself(clock.instant(), part, what, result));
  }

  private CompletionStage<Void> add(AuditEntry entry) {
    var waiting = new Waiting(entry, new CompletableFuture<>());
    if (closing || !queue.offer(waiting)) {
      lose(waiting, new IllegalStateException("too much waits for the audit log"));
    }
    return waiting.durable;
  }

  /// The newest entries before a number. Blocks; sees all that is durable.
  public List<AuditBook.Numbered> newest(int limit, long before) {
    return book.newest(limit, before);
  }

  /// Entries that could not be kept.
  public long lost() {
    return lost.get();
  }

  public int waiting() {
    return queue.size();
  }

  private void run() {
    var hand = new ArrayList<Waiting>();
    while (!closing || !queue.isEmpty()) {
      try {
        hand.add(queue.take());
        queue.drainTo(hand, MOST_AT_ONCE - 1);
      } catch (InterruptedException e) {
        closing = true;
      }
      hand.remove(END);
      write(hand);
      hand.clear();
    }
  }

  private void write(List<Waiting> hand) {
    var entries = hand.stream().map(Waiting::entry).toList();
    var pause = FIRST_PAUSE;
    var trouble = hand.isEmpty() ? null : attempt(entries);
    while (trouble != null && !closing) {
      log.warn("{} entries wait for the audit log: {}", entries.size(), trouble.getMessage());
      LockSupport.parkNanos(this, pause.toNanos());
      var longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      trouble = attempt(entries);
    }
    for (var each : hand) {
      if (trouble == null) {
        each.durable.complete(null);
      } else {
        lose(each, trouble);
      }
    }
  }

  private @Nullable RuntimeException attempt(List<AuditEntry> entries) {
    try {
      book.append(entries);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private void lose(Waiting waiting, RuntimeException why) {
    lost.incrementAndGet();
    log.error("not in the audit log: {}", waiting.entry, why);
    waiting.durable.completeExceptionally(why);
  }

  /// Writes what waits, with one try. Blocks for some seconds at most.
  @Override
  public void close() {
    closing = true;
    queue.offer(END);
    LockSupport.unpark(thread);
    try {
      if (!thread.join(LAST_WAIT)) {
        log.error("the audit log was closed with {} entries waiting", queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
