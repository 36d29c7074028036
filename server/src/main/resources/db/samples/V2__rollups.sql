-- what was counted of one service in the hours of a day (UTC), and in the day as a whole;
-- the key is unix day * 2^40 + service, so that a day's rows lie together and go together
CREATE TABLE hours (
  key  INTEGER PRIMARY KEY,
  crc  INTEGER NOT NULL,
  blob BLOB    NOT NULL
) STRICT;

CREATE TABLE day (
  key  INTEGER PRIMARY KEY,
  crc  INTEGER NOT NULL,
  blob BLOB    NOT NULL
) STRICT;
