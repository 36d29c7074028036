-- "AllL": how this file is told from any other SQLite file
PRAGMA application_id = 1097624652;

-- next_number, next_stretch: numbers that were never given out
CREATE TABLE meta (
  name  TEXT    NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL,
  crc   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- what is watched; definition is JSON, instants are unix nanoseconds
CREATE TABLE service (
  number     INTEGER PRIMARY KEY,
  id         TEXT    NOT NULL,
  source     TEXT    NOT NULL,
  definition TEXT    NOT NULL,
  created    INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  crc        INTEGER NOT NULL
) STRICT;

-- the last verdict on a service, and the report it came with
CREATE TABLE state (
  number   INTEGER PRIMARY KEY,
  health   TEXT    NOT NULL,
  reason   TEXT    NOT NULL,
  standing TEXT    NOT NULL,
  since    INTEGER,
  opened   INTEGER,
  report   TEXT,
  crc      INTEGER NOT NULL
) STRICT;

-- uptime and downtime; the open stretch has no end
CREATE TABLE stretch (
  number   INTEGER PRIMARY KEY,
  service  INTEGER NOT NULL,
  standing TEXT    NOT NULL,
  reason   TEXT    NOT NULL,
  started  INTEGER NOT NULL,
  ended    INTEGER,
  crc      INTEGER NOT NULL
) STRICT;

CREATE INDEX stretch_of_service ON stretch (service, number);
