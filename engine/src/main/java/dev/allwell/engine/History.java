package dev.allwell.engine;

import dev.allwell.history.Mark;
import dev.allwell.history.Rollup;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.history.Step;
import dev.allwell.model.Sample;
import dev.allwell.model.Stretch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that is remembered of a service, put together from single ticks, hours and days, whichever
/// is still kept.
///
/// Reads [Samples] and [Ledger] and holds nothing. Everything blocks, on any thread, and throws
/// [LedgerException] when it cannot be read. It belongs to a service's number: a service that is
/// renamed keeps it, one that is removed and comes again begins anew.
public final class History {
  /// How many buckets of roll-ups can be asked for at once.
  public static final int MOST_BUCKETS = 10_000;

  /// After so long without a tick nothing said before is worth anything, whatever the schedule.
  private static final long LONGEST_SILENCE_DAYS = 61;

  private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

  private final Ledger ledger;
  private final Samples samples;
  private final InstantSource clock;

  /// @param clock tells what lies in the future, of which nothing is known
  public History(Ledger ledger, Samples samples, InstantSource clock) {
    this.ledger = ledger;
    this.samples = samples;
    this.clock = clock;
  }

  /// Single ticks, as [Samples#read] gives them.
  public List<Sample> ticks(long number, Instant from, Instant to, int limit, Samples.Order order) {
    return samples.read(number, from, to, limit, order);
  }

  /// Stretches of uptime and downtime, as [Ledger#stretches] gives them.
  public List<Stretch> stretches(long number, Instant from, Instant to, long before, int limit) {
    return ledger.stretches(number, from, to, before, limit);
  }

  /// A roll-up a bucket, oldest first: of the bucket that holds `from`, and of each after it that
  /// begins before `to`. The one under way ends now. None for a bucket of which nothing is known,
  /// and of hours none that are older than those that are kept.
  ///
  /// @throws IllegalArgumentException when these are more than [#MOST_BUCKETS]
  public List<Rollup> rollups(long number, Instant from, Instant to, Step step) {
    long now = clock.millis();
    long begin = step.floor(millis(from));
    if (step.span() == Span.HOUR) {
      begin = Math.max(begin, step.ceiling(hoursSince(now)));
    }
    long end = Math.min(step.ceiling(millis(to)), now);
    if ((end - begin) / step.length().toMillis() >= MOST_BUCKETS) {
      throw new IllegalArgumentException("more than " + MOST_BUCKETS + " buckets");
    }
    if (begin >= end) {
      return List.of();
    }
    var segments = segments(number, begin, end, step.span());
    return Rollup.buckets(step, begin, end, segments, before(number, begin).orElse(null));
  }

  /// One roll-up of a range. Where single ticks are no longer kept, it begins with the hour that
  /// holds `from` and ends with the one that holds `to`; where hours are no longer kept, with the
  /// day. It tells its bounds.
  public Rollup over(long number, Instant from, Instant to) {
    long now = clock.millis();
    long end = Math.min(millis(to), now);
    long begin = Math.min(millis(from), end);
    if (begin < end) {
      begin = bound(begin, now, Span::floor);
      end = Math.min(bound(end, now, Span::ceiling), now);
    }
    return begin < end
        ? Rollup.of(
            begin, end, segments(number, begin, end, Span.DAY), before(number, begin).orElse(null))
        : Rollup.of(begin, begin, List.of(), null);
  }

  private long bound(long atMillis, long now, Rounding rounding) {
    long hour = rounding.of(Span.HOUR, atMillis);
    boolean ticks = atMillis >= now - samples.retention().raw().toMillis();
    if (ticks) {
      return atMillis;
    }
    return hour >= hoursSince(now) ? hour : rounding.of(Span.DAY, atMillis);
  }

  /// From when on all roll-ups of hours are kept.
  private long hoursSince(long now) {
    return Span.DAY.floor(now - samples.retention().hourly().toMillis());
  }

  /// Segments without a gap from one moment to another: ticks before the first full hour, hours
  /// before the first full day, days, hours, ticks.
  ///
  /// @param longest of the spans to be used
  private List<Segment> segments(long number, long from, long to, Span longest) {
    long firstHour = Span.HOUR.ceiling(from);
    long lastHour = Span.HOUR.floor(to);
    if (firstHour > lastHour) {
      return ticks(number, from, to);
    }
    var segments = new ArrayList<>(ticks(number, from, firstHour));
    long firstDay = Span.DAY.ceiling(firstHour);
    long lastDay = Span.DAY.floor(lastHour);
    if (longest == Span.HOUR || firstDay >= lastDay) {
      segments.addAll(kept(number, Span.HOUR, firstHour, lastHour));
    } else {
      segments.addAll(kept(number, Span.HOUR, firstHour, firstDay));
      segments.addAll(kept(number, Span.DAY, firstDay, lastDay));
      segments.addAll(kept(number, Span.HOUR, lastDay, lastHour));
    }
    segments.addAll(ticks(number, lastHour, to));
    return segments;
  }

  private List<Segment> kept(long number, Span span, long from, long to) {
    return from < to
        ? samples.segments(number, span, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to))
        : List.of();
  }

  private List<Segment> ticks(long number, long from, long to) {
    if (from >= to) {
      return List.of();
    }
    var ticks = samples.read(number, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
    return ticks.isEmpty() ? List.of() : List.of(Segment.of(ticks));
  }

  /// The last tick before a moment. When single ticks of that time are kept, they tell; else the
  /// hours of that day, the day before it, the days before that.
  private Optional<Mark> before(long number, long at) {
    var longAgo = Instant.ofEpochMilli(at - LONGEST_SILENCE_DAYS * Span.DAY.millis());
    var tick =
        samples.read(number, longAgo, Instant.ofEpochMilli(at), 1, Samples.Order.NEWEST_FIRST);
    if (!tick.isEmpty()) {
      return Optional.of(Mark.of(tick.getFirst()));
    }
    long day = Span.DAY.floor(at);
    long dayBefore = day - Span.DAY.millis();
    return last(kept(number, Span.HOUR, day, Span.HOUR.floor(at)))
        .or(() -> last(kept(number, Span.DAY, dayBefore, day)))
        .or(() -> last(kept(number, Span.DAY, longAgo.toEpochMilli(), dayBefore)));
  }

  private static Optional<Mark> last(List<Segment> segments) {
    return segments.isEmpty() ? Optional.empty() : Optional.of(segments.getLast().last());
  }

  /// Milliseconds, of a moment that may be as early or late as it likes.
  private static long millis(Instant at) {
    return at.isBefore(Instant.ofEpochMilli(EARLIEST))
        ? EARLIEST
        : at.isAfter(Instant.ofEpochMilli(-2 * EARLIEST)) ? -2 * EARLIEST : at.toEpochMilli();
  }

  /// Down or up to a span's begin.
  @FunctionalInterface
  private interface Rounding {
    long of(Span span, long atMillis);
  }
}
