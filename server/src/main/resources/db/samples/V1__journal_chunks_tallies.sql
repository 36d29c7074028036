-- "AllS": how this file is told from any other SQLite file
PRAGMA application_id = 1097624659;

-- every tick of one commit; moment is unix milliseconds, and always later than the row before
CREATE TABLE journal (
  moment INTEGER PRIMARY KEY,
  crc    INTEGER NOT NULL,
  blob   BLOB    NOT NULL
) STRICT;

-- the ticks of one service in the hour that ends with flush_minute (unix minutes)
CREATE TABLE chunk (
  flush_minute INTEGER NOT NULL,
  service      INTEGER NOT NULL,
  sequence     INTEGER NOT NULL,
  crc          INTEGER NOT NULL,
  blob         BLOB    NOT NULL,
  PRIMARY KEY (flush_minute, service, sequence)
) STRICT, WITHOUT ROWID;

-- what was counted for a service up to a row of the journal
CREATE TABLE tally (
  service INTEGER PRIMARY KEY,
  crc     INTEGER NOT NULL,
  blob    BLOB    NOT NULL
) STRICT;

-- services whose ticks in the journal are to be passed over; moment is when they were forgotten
CREATE TABLE forgotten (
  service INTEGER PRIMARY KEY,
  moment  INTEGER NOT NULL,
  crc     INTEGER NOT NULL
) STRICT;
