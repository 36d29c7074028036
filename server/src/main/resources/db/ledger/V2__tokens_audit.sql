-- who may do what: all of a token but its text; instants are unix nanoseconds
CREATE TABLE token (
  name    TEXT    NOT NULL PRIMARY KEY,
  scope   TEXT    NOT NULL,
  hash    TEXT    NOT NULL,
  origin  TEXT    NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  used    INTEGER,
  crc     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- who changed what; kind: 1 came by /register, 0 did not
CREATE TABLE audit (
  number  INTEGER PRIMARY KEY,
  kind    INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  who     TEXT    NOT NULL,
  peer    TEXT    NOT NULL,
  what    TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  result  TEXT    NOT NULL,
  crc     INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_of_kind ON audit (kind, number);
