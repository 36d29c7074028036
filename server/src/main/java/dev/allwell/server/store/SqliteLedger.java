package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Ledger;
import dev.allwell.model.Registration;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.TokenBook;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import dev.allwell.server.store.LedgerRows.ServiceRow;
import dev.allwell.server.store.LedgerRows.StateRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger in an SQLite file: every commit is on the disk before it is answered, every row
/// carries a CRC.
///
/// A row that fails its CRC is named in the log and in [#damaged], and never used.
public final class SqliteLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLedger.class);

  private final Path file;
  private final Readers readers;
  private final GroupCommit writer;
  private final DefinitionCodec codec;
  private final Connection writing;
  private final StretchPages pages = new StretchPages(this::report);
  private final ConcurrentSkipListSet<String> damaged = new ConcurrentSkipListSet<>();

  private SqliteLedger(
      Path file, Readers readers, GroupCommit writer, DefinitionCodec codec, Connection writing) {
    this.file = file;
    this.readers = readers;
    this.writer = writer;
    this.codec = codec;
    this.writing = writing;
  }

  /// Opens the file, or makes it; the key of its secrets lies beside it. Blocks.
  ///
  /// @throws StoreException when it cannot be used
  public static SqliteLedger open(Path file, Ticker ticker) {
    var database = Database.ledger(file);
    database.prepare(true);
    try {
      var commits = Commits.open(database, ticker);
      var connection = commits.connection();
      var codec = new DefinitionCodec(new SecretBox(KeyFile.beside(file)));
      var tables = new LedgerTables(connection, new LedgerNumbers(connection), codec);
      var writer = new GroupCommit(file, commits, tables, ticker);
      writer.start();
      return new SqliteLedger(file, new Readers(database, "ledger"), writer, codec, connection);
    } catch (SQLException e) {
      throw DiskTrouble.storeException(e, file);
    }
  }

  /// @throws StoreException when the file cannot be trusted or read
  @Override
  public Book load() {
    return readers.read(connection -> {
      try {
        long next = LedgerNumbers.nextService(connection);
        var registrations = registrations(connection);
        var states = states(connection);
        var categories = CategoryTable.read(connection, this::report);
        return new Book(registrations, categories, states, next, damaged.isEmpty());
      } catch (DamagedRow e) {
        throw new StoreException(
            StoreException.Kind.CORRUPT, file + " cannot be trusted: " + e.getMessage(), e);
      } catch (SQLException e) {
        throw DiskTrouble.storeException(e, file);
      }
    });
  }

  @Override
  public void record(List<Entry> entries) {
    if (!entries.isEmpty()) {
      writer.record(entries);
    }
  }

  @Override
  public void turn(Turn turn) {
    writer.turn(turn);
  }

  @Override
  public List<Stretch> stretches(long number, int limit) {
    return stretches(number, Instant.MIN, Instant.MAX, Long.MAX_VALUE, limit);
  }

  @Override
  public List<Stretch> stretches(long number, Instant from, Instant to, long before, int limit) {
    return readers.read(connection -> {
      var reader = new StretchReader(connection, number, this::report);
      return reader.read(from, to, before, limit);
    });
  }

  @Override
  public StretchPage page(long number, long skip, int limit) {
    return readers.read(connection -> pages.page(connection, number, skip, limit));
  }

  @Override
  public Map<Long, Stretch> newest(List<Long> ascending) {
    return ascending.isEmpty()
        ? Map.of()
        : readers.read(
            connection -> pages.newest(connection, ascending.getFirst(), ascending.getLast()));
  }

  @Override
  public boolean awaits(long number) {
    return writer.awaits(number);
  }

  /// The tokens, which lie in the same file.
  public TokenBook tokens() {
    return new SqliteTokens(readers, writer, writing, this::report);
  }

  /// The audit log, which lies in the same file; asked for once.
  public AuditBook audit(AuditBook.Bounds bounds) {
    return new SqliteAudit(readers, writer, writing, bounds, this::report);
  }

  /// How many services' turns wait to become durable.
  public int waiting() {
    return writer.waiting();
  }

  /// Whether the writer's thread lives: until [#close], unless something went badly wrong.
  public boolean alive() {
    return writer.alive();
  }

  public StoreStats stats() {
    return writer.stats();
  }

  /// The rows that were read and failed their CRC, by name.
  public List<String> damaged() {
    return List.copyOf(damaged);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  private List<Registration> registrations(Connection connection) throws SQLException {
    var registrations = new ArrayList<Registration>();
    var sharing = new Sharing();
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT " + ServiceRow.COLUMNS + " FROM service")) {
      while (row.next()) {
        try {
          registrations.add(ServiceRow.of(row).registration(codec, sharing));
        } catch (DamagedRow e) {
          report(e);
        }
      }
    }
    return registrations;
  }

  private Map<Long, State> states(Connection connection) throws SQLException {
    var states = new HashMap<Long, State>();
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT " + StateRow.COLUMNS + " FROM state")) {
      while (row.next()) {
        try {
          var read = StateRow.of(row);
          states.put(read.number(), read.state());
        } catch (DamagedRow e) {
          report(e);
        }
      }
    }
    return states;
  }

  private void report(DamagedRow row) {
    if (damaged.add(String.valueOf(row.getMessage()))) {
      LOG.error("damaged in {}, not used: {}", file, row.getMessage());
    }
  }
}
