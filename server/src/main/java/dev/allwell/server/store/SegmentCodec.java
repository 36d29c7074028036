package dev.allwell.server.store;

import dev.allwell.history.Counts;
import dev.allwell.history.Known;
import dev.allwell.history.Latencies;
import dev.allwell.history.Mark;
import dev.allwell.history.Quantiles;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The codec of segments, by the hour or by the day, all of one service and one day.
///
/// Version, then segment by segment: which span of the day it is in; ticks up, down, unknown; first
/// and last tick, from the span's begin; what the last one says and for how long (0 for as long as
/// the one before); time unknown and down between them; then, when any was up, the sum, least and
/// greatest response time and the sketch. All but the sketch is some 25 bytes.
final class SegmentCodec {
  private static final int VERSION = 1;
  private static final int EXPECTED_BYTES = 128;
  private static final Mark.Kind[] KINDS = {Mark.Kind.UP, Mark.Kind.DOWN, Mark.Kind.UNKNOWN};

  private SegmentCodec() {}

  /// @param segments of the spans of one day, in order
  static byte[] write(Span span, Collection<Segment> segments) {
    var to = new ByteWriter(EXPECTED_BYTES * segments.size());
    to.unsigned(VERSION);
    long goodFor = 0;
    for (var segment : segments) {
      write(to, span, segment, goodFor);
      goodFor = segment.last().goodForMillis();
    }
    return to.copy();
  }

  private static void write(ByteWriter to, Span span, Segment segment, long goodForBefore) {
    long begin = span.floor(segment.firstMillis());
    var counts = segment.counts();
    var last = segment.last();
    long between = last.atMillis() - segment.firstMillis();
    to.unsigned((begin - Span.DAY.floor(begin)) / span.millis());
    to.unsigned(counts.up());
    to.unsigned(counts.down());
    to.unsigned(counts.unknown());
    to.unsigned(segment.firstMillis() - begin);
    to.unsigned(between);
    to.unsigned(code(last.kind()));
    to.unsigned(last.goodForMillis() == goodForBefore ? 0 : last.goodForMillis() + 1);
    to.unsigned(between - segment.known().millis());
    to.unsigned(segment.known().downMillis());
    var latencies = segment.latencies();
    if (counts.up() > 0) {
      var sketch = latencies.quantiles().bytes();
      to.unsigned(latencies.sumMicros());
      to.unsigned(latencies.minMicros());
      to.unsigned(latencies.maxMicros() - latencies.minMicros());
      to.unsigned(sketch.length);
      to.all(sketch, sketch.length);
    }
  }

  /// @throws IllegalArgumentException when the bytes are not what was written
  static List<Segment> read(byte[] blob, Span span, long day) {
    var from = new ByteReader(blob);
    long version = from.unsigned();
    if (version != VERSION) {
      throw new IllegalArgumentException("no roll-up of version " + version + " is known");
    }
    var segments = new ArrayList<Segment>();
    long goodFor = 0;
    while (from.more()) {
      var segment = read(from, span, day, goodFor);
      segments.add(segment);
      goodFor = segment.last().goodForMillis();
    }
    return segments;
  }

  private static Segment read(ByteReader from, Span span, long day, long goodForBefore) {
    long begin = day * Span.DAY.millis() + from.unsigned() * span.millis();
    var counts = new Counts(from.unsigned(), from.unsigned(), from.unsigned());
    long first = begin + from.unsigned();
    long between = from.unsigned();
    var kind = kind(from.unsigned());
    long goodFor = from.unsigned();
    var last = new Mark(first + between, kind, goodFor == 0 ? goodForBefore : goodFor - 1);
    long unknown = from.unsigned();
    long down = from.unsigned();
    return new Segment(
        counts,
        new Known(between - unknown - down, down),
        first,
        last,
        counts.up() == 0 ? Latencies.NONE : latencies(from, counts.up()));
  }

  private static Latencies latencies(ByteReader from, long count) {
    long sum = from.unsigned();
    long least = from.unsigned();
    long greatest = least + from.unsigned();
    return new Latencies(count, sum, least, greatest, Quantiles.of(from.bytes(from.count())));
  }

  private static int code(Mark.Kind kind) {
    return switch (kind) {
      case UP -> 0;
      case DOWN -> 1;
      case UNKNOWN -> 2;
    };
  }

  private static Mark.Kind kind(long code) {
    if (code < 0 || code >= KINDS.length) {
      throw new IllegalArgumentException("nothing is said by " + code);
    }
    return KINDS[(int) code];
  }
}
