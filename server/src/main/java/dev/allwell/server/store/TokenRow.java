package dev.allwell.server.store;

import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Token;
import dev.allwell.server.access.TokenBook.Kept;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A row of the tokens, with the CRC that it is stored with and held against.
record TokenRow(
    String name,
    String scope,
    String hash,
    String origin,
    long created,
    @Nullable Long expiresOrNull,
    @Nullable Long usedOrNull) {
  static final String COLUMNS = "name, scope, hash, origin, created, expires, used, crc";

  static TokenRow of(Kept kept) {
    var token = kept.token();
    return new TokenRow(
        token.name(),
        token.scope().code(),
        token.hash(),
        token.origin().name(),
        UnixNanos.of(token.created()),
        UnixNanos.orNull(token.expiresOrNull()),
        UnixNanos.orNull(kept.usedOrNull()));
  }

  static TokenRow of(ResultSet row) throws SQLException, DamagedRow {
    var read =
        new TokenRow(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getLong(5),
            UnixNanos.column(row, 6),
            UnixNanos.column(row, 7));
    if (read.sum() != row.getLong(8)) {
      throw new DamagedRow("token " + read.name + ": its checksum does not match");
    }
    return read;
  }

  Kept kept() throws DamagedRow {
    try {
      return new Kept(
          new Token(
              name,
              Scope.of(scope).orElseThrow(() -> new IllegalArgumentException("scope " + scope)),
              hash,
              Token.Origin.valueOf(origin),
              UnixNanos.instant(created),
              UnixNanos.instantOrNull(expiresOrNull)),
          UnixNanos.instantOrNull(usedOrNull));
    } catch (IllegalArgumentException e) {
      throw new DamagedRow("token " + name + ": " + e.getMessage());
    }
  }

  void bind(PreparedStatement put) throws SQLException {
    put.setString(1, name);
    put.setString(2, scope);
    put.setString(3, hash);
    put.setString(4, origin);
    put.setLong(5, created);
    UnixNanos.bind(put, 6, expiresOrNull);
    UnixNanos.bind(put, 7, usedOrNull);
    put.setLong(8, sum());
  }

  private long sum() {
    return RowSum.of("token")
        .with(name)
        .with(scope)
        .with(hash)
        .with(origin)
        .with(created)
        .with(expiresOrNull)
        .with(usedOrNull)
        .value();
  }
}
