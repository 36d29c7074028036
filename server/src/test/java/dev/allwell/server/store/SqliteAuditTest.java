package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.AuditBook.Bounds;
import dev.allwell.server.access.AuditBook.Numbered;
import dev.allwell.server.access.AuditBookContract;
import dev.allwell.server.access.AuditEntry;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on a real file.
class SqliteAuditTest extends AuditBookContract {
  @TempDir Path folder = Path.of("");
  private @Nullable SqliteLedger ledger;
  private Bounds bounds = Bounds.DEFAULT;

  @Override
  protected AuditBook create(Bounds wanted) {
    bounds = wanted;
    var opened = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM);
    ledger = opened;
    return opened.audit(wanted);
  }

  @Override
  protected AuditBook reopen(AuditBook book) {
    close();
    return create(bounds);
  }

  @Override
  protected void close() {
    if (ledger != null) {
      ledger.close();
    }
  }

  @Test
  void aChangedEntryIsNamedAndHidesNoOlderOne() throws Exception {
    var book = create(Bounds.DEFAULT);
    book.append(
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> new AuditEntry(Instant.EPOCH, "local", "::1", "reload", "s" + i, "ok"))
            .toList());
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        var change = connection.createStatement()) {
      change.execute("UPDATE audit SET who = 'somebody else' WHERE subject = 's4'");
    }

    assertThat(book.newest(3, Long.MAX_VALUE))
        .extracting(Numbered::entry)
        .extracting(AuditEntry::subject)
        .containsExactly("s5", "s3", "s2");
    assertThat(ledger).isNotNull();
    assertThat(ledger.damaged()).containsExactly("audit 4: its checksum does not match");
  }
}
