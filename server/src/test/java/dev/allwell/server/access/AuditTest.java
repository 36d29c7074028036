package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.engine.TurnedClock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final Caller LOCAL = new Caller.Local(InetAddress.ofLiteral("127.0.0.1"));
  private final TurnedClock clock = new TurnedClock();

  private static void await(CompletionStage<Void> durable) {
    durable.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void anEntrySaysWhoWhenWhatAndWhatBecameOfIt() {
    try (var audit = Audit.start(new MemoryAuditBook(), clock)) {
      await(audit.note(LOCAL, "register", "shop", "added"));
      await(audit.noteOwn("configuration file", "reload", "3 services changed"));

      assertThat(audit.newest(10, Long.MAX_VALUE))
          .extracting(AuditBook.Numbered::entry)
          .containsExactly(
              new AuditEntry(
                  clock.instant(), "configuration file", "", "reload", "", "3 services changed"),
              new AuditEntry(clock.instant(), "local", "127.0.0.1", "register", "shop", "added"));
    }
  }

  @Test
  void whatWasNotedBeforeTheEndIsWritten() {
    var book = new MemoryAuditBook();
    var noted = new ArrayList<CompletionStage<Void>>();
    try (var audit = Audit.start(book, clock)) {
      for (int i = 0; i < 5000; i++) {
        noted.add(audit.note(LOCAL, "register", "s" + i, "added"));
      }
    }

    noted.forEach(AuditTest::await);
    assertThat(book.newest(9999, Long.MAX_VALUE)).hasSize(5000);
  }

  @Test
  void whileTheBookCannotBeWrittenEntriesWait() {
    var book = new BrokenBook();
    try (var audit = Audit.start(book, clock)) {
      var durable = audit.note(LOCAL, "register", "shop", "added").toCompletableFuture();
      book.tried.orTimeout(60, TimeUnit.SECONDS).join();
      assertThat(durable).isNotDone();

      book.broken = false;

      await(durable);
      assertThat(audit.newest(10, Long.MAX_VALUE)).hasSize(1);
      assertThat(audit.lost()).isZero();
    }
  }

  @Test
  void whatFindsNoRoomIsCountedAndToldOfAtOnce() throws Exception {
    var book = new StuckBook();
    try (var audit = Audit.start(book, clock)) {
      audit.note(LOCAL, "register", "in hand", "added");
      assertThat(book.entered.await(60, TimeUnit.SECONDS)).isTrue();
      CompletionStage<Void> last = audit.note(LOCAL, "register", "first in line", "added");
      for (int i = 1; i < Audit.MOST_WAITING; i++) {
        last = audit.note(LOCAL, "register", "s" + i, "added");
      }
      assertThat(audit.waiting()).isEqualTo(Audit.MOST_WAITING);

      var lost = audit.note(LOCAL, "register", "one too many", "added");

      assertThat(audit.lost()).isEqualTo(1);
      assertThatThrownBy(() -> await(lost)).isInstanceOf(CompletionException.class);
      book.free.countDown();
      await(last);
    }
    assertThat(book.book.newest(99_999, Long.MAX_VALUE)).hasSize(Audit.MOST_WAITING + 1);
  }

  @Test
  void theEndDoesNotWaitForABookThatStaysBroken() {
    var book = new BrokenBook();
    CompletionStage<Void> durable;
    try (var audit = Audit.start(book, clock)) {
      durable = audit.note(LOCAL, "register", "shop", "added");
      book.tried.orTimeout(60, TimeUnit.SECONDS).join();
    }

    assertThatThrownBy(() -> await(durable)).isInstanceOf(CompletionException.class);
  }

  @Test
  void afterTheEndNothingIsTaken() {
    var audit = Audit.start(new MemoryAuditBook(), clock);
    audit.close();

    assertThatThrownBy(() -> await(audit.note(LOCAL, "register", "shop", "added")))
        .isInstanceOf(CompletionException.class);
  }

  /// Refuses what it is given as long as it is broken.
  private static final class BrokenBook implements AuditBook {
    private final MemoryAuditBook book = new MemoryAuditBook();
    private final CompletableFuture<Void> tried = new CompletableFuture<>();
    private volatile boolean broken = true;

    @Override
    public void append(List<AuditEntry> entries) {
      if (broken) {
        tried.complete(null);
        throw new IllegalStateException("the disk is full");
      }
      book.append(entries);
    }

    @Override
    public List<Numbered> newest(int limit, long before) {
      return book.newest(limit, before);
    }
  }

  /// Takes its time with what it is given first.
  private static final class StuckBook implements AuditBook {
    private final MemoryAuditBook book = new MemoryAuditBook();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    @Override
    public void append(List<AuditEntry> entries) {
      entered.countDown();
      try {
        free.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      book.append(entries);
    }

    @Override
    public List<Numbered> newest(int limit, long before) {
      return book.newest(limit, before);
    }
  }
}
