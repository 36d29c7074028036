package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Token;
import dev.allwell.server.access.Token.Origin;
import dev.allwell.server.access.TokenBook;
import dev.allwell.server.access.TokenBook.Kept;
import dev.allwell.server.access.TokenBookContract;
import dev.allwell.server.access.TokenText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on a real file.
class SqliteTokensTest extends TokenBookContract {
  @TempDir Path folder = Path.of("");
  private @Nullable SqliteLedger ledger;

  @Override
  protected TokenBook create() {
    var opened = SqliteLedger.open(file(), Ticker.SYSTEM);
    ledger = opened;
    return opened.tokens();
  }

  @Override
  protected TokenBook reopen(TokenBook book) {
    close();
    return create();
  }

  @Override
  protected void close() {
    if (ledger != null) {
      ledger.close();
    }
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private static Kept kept(String name, Scope scope) {
    return new Kept(
        new Token(name, scope, TokenText.hash(name), Origin.API, Instant.EPOCH, null), null);
  }

  private void sql(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var change = connection.createStatement()) {
      change.execute(statement);
    }
  }

  @Test
  void aTokenThatSomethingRaisedAboveItsScopeIsNone() throws Exception {
    var book = create();
    book.put(kept("raised", Scope.READ));
    book.put(kept("good", Scope.READ));
    sql("UPDATE token SET scope = 'admin' WHERE name = 'raised'");

    var reopened = reopen(book);

    assertThat(reopened.load()).containsExactly(kept("good", Scope.READ));
    assertThat(ledger).isNotNull();
    assertThat(ledger.damaged()).containsExactly("token raised: its checksum does not match");
  }

  @Test
  void theTextOfATokenIsNowhereInTheFile() throws Exception {
    var text = TokenText.fresh();
    var book = create();
    book.put(
        new Kept(
            new Token("ci", Scope.ADMIN, TokenText.hash(text), Origin.API, Instant.EPOCH, null),
            null));
    close();

    try (var files = Files.list(folder)) {
      for (var each : files.toList()) {
        assertThat(Files.readString(each, StandardCharsets.ISO_8859_1)).doesNotContain(text);
      }
    }
  }
}
