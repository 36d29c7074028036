package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Ledger;
import dev.allwell.engine.LedgerContract;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on a real file.
class SqliteLedgerTest extends LedgerContract {
  @TempDir Path folder = Path.of("");

  @Override
  protected Ledger create() {
    return SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM);
  }

  @Override
  protected Ledger reopen(Ledger ledger) {
    ledger.close();
    return create();
  }

  /// Another connection holds the write lock meanwhile.
  @Override
  protected void whileItStalls(Ledger ledger, Runnable turns) throws SQLException {
    try (var holder = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        var statement = holder.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      turns.run();
      statement.execute("ROLLBACK");
    }
  }
}
