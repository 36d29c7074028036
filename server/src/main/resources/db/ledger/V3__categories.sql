-- what is known of each category, and under the empty name what was said of the whole; content is JSON
CREATE TABLE category (
  name    TEXT    NOT NULL PRIMARY KEY,
  content TEXT    NOT NULL,
  crc     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
