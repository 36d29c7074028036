package dev.allwell.server.store;

import dev.allwell.engine.Samples.TickPage;
import dev.allwell.model.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Reads pages of a service's ticks, newest first, an hour at a time.
///
/// The first pass counts what each hour holds; the second reads the hours that the page lies in. As
/// in [SampleReader], the head is looked at first and says which chunks belong to the picture.
final class TickPages {
  private static final String CHUNKS =
      "SELECT "
          + SampleReader.CHUNK_COLUMNS
          + " FROM chunk WHERE flush_minute = ? AND service = ? AND sequence < ? ORDER BY sequence";

  private final Readers readers;
  private final Heads heads;
  private final Damage damage;

  TickPages(Readers readers, Heads heads, Damage damage) {
    this.readers = readers;
    this.heads = heads;
    this.damage = damage;
  }

  TickPage page(long service, long skip, int limit) {
    return heads
        .head(service)
        .map(head -> new Look(service, head.rest()))
        .map(look -> readers.read(connection -> look.page(connection, skip, limit)))
        .orElse(new TickPage(List.of(), 0));
  }

  /// One service, as its head stood.
  private final class Look {
    private final long service;
    private final long nextSequence;
    private final TreeMap<Long, List<Sample>> unwritten = new TreeMap<>();

    Look(long service, Head.Rest rest) {
      this.service = service;
      this.nextSequence = rest.nextSequence();
      for (var tick : rest.ticks()) {
        if (tick.counted()) {
          unwritten
              .computeIfAbsent(Hour.endMinute(service, tick.atMillis()), _ -> new ArrayList<>())
              .add(tick);
        }
      }
    }

    TickPage page(Connection connection, long skip, int limit) throws SQLException {
      try (var chunks = connection.prepareStatement(CHUNKS)) {
        chunks.setLong(2, service);
        chunks.setLong(3, nextSequence);
        var counts = counts(connection, chunks);
        var page = new ArrayList<Sample>();
        long before = 0;
        for (var hour : counts.descendingMap().entrySet()) {
          boolean inPage = before + hour.getValue() > skip && before < skip + limit;
          if (inPage) {
            var ticks = ticks(chunks, hour.getKey());
            ticks.sort(Comparator.comparingLong(Sample::atMillis));
            for (var tick : ticks.reversed()) {
              if (before >= skip && page.size() < limit) {
                page.add(tick);
              }
              before++;
            }
          } else {
            before += hour.getValue();
          }
        }
        return new TickPage(page, before);
      }
    }

    /// How many ticks there are in the hours that hold any, by the minute at which each ends.
    private NavigableMap<Long, Integer> counts(Connection connection, PreparedStatement chunks)
        throws SQLException {
      var counts = new TreeMap<Long, Integer>();
      unwritten.forEach((endMinute, ticks) -> counts.put(endMinute, ticks.size()));
      if (nextSequence > 0) {
        try (var hours = new ChunkHours(connection)) {
          hours.each(
              service,
              Long.MIN_VALUE / 4,
              Long.MAX_VALUE / 4,
              endMinute -> {
                int there = ticks(chunks, endMinute).size();
                if (there > 0) {
                  counts.put(endMinute, there);
                }
                return there > 0;
              });
        }
      }
      return counts;
    }

    /// Those of an hour that count, in the order of their appends.
    private List<Sample> ticks(PreparedStatement chunks, long endMinute) throws SQLException {
      var ticks = new ArrayList<Sample>();
      chunks.setLong(1, endMinute);
      try (var row = chunks.executeQuery()) {
        while (row.next()) {
          SampleReader.readChunk(row, ticks, damage);
        }
      }
      ticks.removeIf(tick -> !tick.counted());
      ticks.addAll(unwritten.getOrDefault(endMinute, List.of()));
      return ticks;
    }
  }
}
