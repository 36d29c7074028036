package dev.allwell.engine;

import dev.allwell.history.Retention;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Samples that live as long as the process: for the embedded aggregator and for tests.
///
/// Keeps the last 1,000 ticks of each service; the tally counts them all. Any thread.
public final class MemorySamples implements Samples {
  /// How many ticks of one service are kept.
  public static final int TICKS_KEPT = 1000;

  /// For how many forgotten services a straggling tick is still told apart from a new service's.
  private static final int FORGOTTEN_KNOWN = 10_000;

  private final Map<Long, Kept> services = new HashMap<>();
  private final LinkedHashSet<Long> forgotten = new LinkedHashSet<>();

  @Override
  public synchronized Map<Long, Tally> load() {
    var tallies = new HashMap<Long, Tally>();
    services.forEach((number, kept) -> tallies.put(number, kept.tally));
    return tallies;
  }

  @Override
  public synchronized void append(long number, Sample sample) {
    if (!forgotten.contains(number)) {
      services.computeIfAbsent(number, _ -> new Kept()).add(sample);
    }
  }

  @Override
  public synchronized List<Sample> read(
      long number, Instant from, Instant to, int limit, Order order) {
    var ticks = new ArrayList<>(ticks(number));
    ticks.removeIf(tick -> tick.at().isBefore(from) || !tick.at().isBefore(to));
    if (order == Order.NEWEST_FIRST) {
      Collections.reverse(ticks);
    }
    return Samples.first(ticks, limit);
  }

  /// Of the ticks that are kept.
  @Override
  public synchronized List<Segment> segments(long number, Span span, Instant from, Instant to) {
    var byBegin = new TreeMap<Long, List<Sample>>();
    for (var tick : ticks(number)) {
      byBegin.computeIfAbsent(span.floor(tick.atMillis()), _ -> new ArrayList<>()).add(tick);
    }
    return byBegin.entrySet().stream()
        .filter(each -> !Instant.ofEpochMilli(each.getKey()).isBefore(from))
        .filter(each -> Instant.ofEpochMilli(each.getKey()).isBefore(to))
        .map(each -> Segment.of(each.getValue()))
        .toList();
  }

  /// Bounded by their number, not by their age.
  @Override
  public Retention retention() {
    return Retention.EVERYTHING;
  }

  private List<Sample> ticks(long number) {
    var kept = services.get(number);
    return kept == null
        ? List.of()
        : kept.ticks.stream().sorted(Comparator.comparingLong(Sample::atMillis)).toList();
  }

  @Override
  public synchronized Optional<Tally> tally(long number) {
    return Optional.ofNullable(services.get(number))
        .map(kept -> kept.tally)
        .filter(tally -> tally.ticks() > 0);
  }

  @Override
  public synchronized void forget(long number) {
    services.remove(number);
    forgotten.add(number);
    if (forgotten.size() > FORGOTTEN_KNOWN) {
      forgotten.removeFirst();
    }
  }

  /// Nothing waits here, so nothing is dropped; ticks that grew old were kept as long as promised.
  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public int queued() {
    return 0;
  }

  @Override
  public void close() {}

  /// What one service left behind.
  private static final class Kept {
    private final ArrayDeque<Sample> ticks = new ArrayDeque<>();
    private Tally tally = Tally.EMPTY;

    void add(Sample sample) {
      if (ticks.size() == TICKS_KEPT) {
        ticks.removeFirst();
      }
      ticks.addLast(sample);
      tally = tally.with(sample);
    }
  }
}
