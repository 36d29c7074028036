package dev.allwell.server.store;

import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/// The rows of the ledger as values, each with the CRC that it is stored with and held against.
final class LedgerRows {
  private LedgerRows() {}

  /// @param definition JSON
  record ServiceRow(
      long number, String id, String source, String definition, long created, long updated) {
    static final String COLUMNS = "number, id, source, definition, created, updated, crc";

    static ServiceRow of(Registration registration, DefinitionCodec codec) {
      return new ServiceRow(
          registration.number(),
          registration.id(),
          registration.service().source().name(),
          codec.write(DefinitionCodec.Stored.of(registration)),
          UnixNanos.of(registration.created()),
          UnixNanos.of(registration.updated()));
    }

    static ServiceRow of(ResultSet row) throws SQLException, DamagedRow {
      var read =
          new ServiceRow(
              row.getLong(1),
              text(row, 2),
              text(row, 3),
              text(row, 4),
              row.getLong(5),
              row.getLong(6));
      verify("service " + read.number + " (" + read.id + ")", row.getLong(7), read.sum());
      return read;
    }

    /// @param sharing makes equal parts of definitions one
    Registration registration(DefinitionCodec codec, Sharing sharing) throws DamagedRow {
      try {
        var stored = codec.read(definition, sharing);
        return new Registration(
            number,
            stored.service(),
            UnixNanos.instant(created),
            UnixNanos.instant(updated),
            stored.handling());
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new DamagedRow("service " + number + " (" + id + "): " + e.getMessage());
      }
    }

    long sum() {
      return RowSum.of("service")
          .with(number)
          .with(id)
          .with(source)
          .with(definition)
          .with(created)
          .with(updated)
          .value();
    }
  }

  /// @param reportOrNull JSON
  /// @param severity 0 when none was told, and of rows from before it was kept: these were summed
  ///   without it
  record StateRow(
      long number,
      String health,
      String reason,
      String standing,
      @Nullable Long sinceOrNull,
      @Nullable Long openedOrNull,
      @Nullable String reportOrNull,
      int severity) {
    static final String COLUMNS =
        "number, health, reason, standing, since, opened, report, severity, crc";

    static StateRow of(long number, State state) {
      var verdict = state.verdict();
      return new StateRow(
          number,
          verdict.health().name(),
          verdict.reason().name(),
          verdict.standing().name(),
          UnixNanos.orNull(verdict.sinceOrNull()),
          UnixNanos.orNull(verdict.openedOrNull()),
          state.report().map(DefinitionCodec::write).orElse(null),
          state.severity());
    }

    static StateRow of(ResultSet row) throws SQLException, DamagedRow {
      var read =
          new StateRow(
              row.getLong(1),
              text(row, 2),
              text(row, 3),
              text(row, 4),
              UnixNanos.column(row, 5),
              UnixNanos.column(row, 6),
              row.getString(7),
              row.getInt(8));
      verify("state of service " + read.number, row.getLong(9), read.sum());
      return read;
    }

    State state() throws DamagedRow {
      try {
        var verdict =
            new Verdict(
                Health.valueOf(health),
                Reason.valueOf(reason),
                Standing.valueOf(standing),
                UnixNanos.instantOrNull(sinceOrNull),
                UnixNanos.instantOrNull(openedOrNull));
        var report = reportOrNull == null ? null : DefinitionCodec.readReport(reportOrNull);
        return new State(verdict, Tally.EMPTY, report, null, "", severity);
      } catch (IllegalArgumentException e) {
        throw new DamagedRow("state of service " + number + ": " + e.getMessage());
      }
    }

    long sum() {
      var sum =
          RowSum.of("state")
              .with(number)
              .with(health)
              .with(reason)
              .with(standing)
              .with(sinceOrNull)
              .with(openedOrNull)
              .with(reportOrNull);
      return (severity == 0 ? sum : sum.with(severity)).value();
    }
  }

  record StretchRow(
      long number,
      long service,
      String standing,
      String reason,
      long started,
      @Nullable Long endedOrNull) {
    static final String COLUMNS = "number, service, standing, reason, started, ended, crc";

    /// The open stretch that a verdict begins.
    static StretchRow of(long number, long service, Verdict verdict) {
      return new StretchRow(
          number,
          service,
          verdict.standing().name(),
          verdict.reason().name(),
          UnixNanos.of(verdict.opened().orElseThrow()),
          null);
    }

    static StretchRow of(ResultSet row) throws SQLException, DamagedRow {
      var read =
          new StretchRow(
              row.getLong(1),
              row.getLong(2),
              text(row, 3),
              text(row, 4),
              row.getLong(5),
              UnixNanos.column(row, 6));
      verify("stretch " + read.number, row.getLong(7), read.sum());
      return read;
    }

    StretchRow ending(long at) {
      return new StretchRow(number, service, standing, reason, started, at);
    }

    Stretch stretch() throws DamagedRow {
      try {
        return new Stretch(
            number,
            Standing.valueOf(standing),
            Reason.valueOf(reason),
            UnixNanos.instant(started),
            UnixNanos.instantOrNull(endedOrNull));
      } catch (IllegalArgumentException e) {
        throw new DamagedRow("stretch " + number + ": " + e.getMessage());
      }
    }

    long sum() {
      return RowSum.of("stretch")
          .with(number)
          .with(service)
          .with(standing)
          .with(reason)
          .with(started)
          .with(endedOrNull)
          .value();
    }
  }

  private static String text(ResultSet row, int column) throws SQLException {
    var text = row.getString(column);
    return text == null ? "" : text;
  }

  private static void verify(String name, long stored, long computed) throws DamagedRow {
    if (stored != computed) {
      throw new DamagedRow(name + ": its checksum does not match");
    }
  }

  /// A row that is not what was written; the message names it.
  static final class DamagedRow extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedRow(String message) {
      super(message);
    }
  }
}
