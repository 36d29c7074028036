package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Ledger;
import dev.allwell.engine.LedgerContract;
import dev.allwell.model.State;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
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

  @Test
  void statesFromBeforeSeveritiesWereKeptAreWhole() throws Exception {
    var file = folder.resolve("old.db");
    var flyway = Flyway.configure().locations("classpath:db/ledger").loggers("slf4j");
    flyway.dataSource("jdbc:sqlite:" + file, null, null).target("3").load().migrate();
    var sum = RowSum.of("state").with(1).with("DEAD").with("RESET").with("DOWNTIME");
    long crc = sum.with(5).with(5).with((String) null).value();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO state VALUES (1, 'DEAD', 'RESET', 'DOWNTIME', 5, 5, NULL, " + crc + ")");
    }
    try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
      var state = ledger.load().verdicts().get(1L);
      assertThat(ledger.damaged()).isEmpty();
      assertThat(state).isNotNull().extracting(State::severity).isEqualTo(0);
    }
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
