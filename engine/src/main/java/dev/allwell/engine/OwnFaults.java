package dev.allwell.engine;

import dev.allwell.clock.Pulse;
import dev.allwell.clock.Ticker;
import dev.allwell.model.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was wrong with us and not with a target, over all lanes: counted, and told to the log once
/// for each cause and not for each service. Any thread.
public final class OwnFaults implements Pulse.Listener {
  private static final Logger log = LoggerFactory.getLogger(OwnFaults.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PAUSE_QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Ticker ticker;
  private final Map<Reason, LongAdder> attempts = new EnumMap<>(Reason.class);
  private final Map<Reason, Long> toldNanos = new EnumMap<>(Reason.class);
  private long pauses;
  private long pausedNanos;
  private long resumedNanos;
  private long pausesTold;
  private long pauseToldNanos;
  private long steps;
  private long steppedNanos;
  private int isolatedLanes;
  private long isolatedNanos;

  OwnFaults(Ticker ticker) {
    this.ticker = ticker;
    for (var reason : Reason.values()) {
      if (reason.ours()) {
        attempts.put(reason, new LongAdder());
      }
    }
  }

  /// Attempts that came to nothing by this fault of ours.
  public long attempts(Reason reason) {
    var counted = attempts.get(reason);
    return counted == null ? 0 : counted.sum();
  }

  /// How often this process, or a lane of it, stood still.
  public synchronized long pauses() {
    return pauses;
  }

  /// How long that was, together.
  public synchronized long pausedNanos() {
    return pausedNanos;
  }

  /// How often the wall clock was stepped.
  public synchronized long steps() {
    return steps;
  }

  /// Whether all canaries are silent at the moment.
  public synchronized boolean isolated() {
    return isolatedLanes > 0;
  }

  /// One attempt failed by our own fault. A line a minute at most for each reason.
  void attempted(Reason reason, String detail) {
    var counted = attempts.get(reason);
    if (counted == null) {
      throw new IllegalArgumentException(reason + " is not a fault of ours");
    }
    counted.increment();
    switch (reason) {
      case NO_DESCRIPTORS, NO_PORTS, NO_ROUTE, NO_RESOLVER, PROXY_FAILED, TIMEOUT_PROXY -> {
        if (due(reason)) {
          log.warn(
              "{}: {}; it is our own fault and held against no service ({} attempts so far)",
              reason.code(),
              detail,
              attempts(reason));
        }
      }
      case INTERNAL_ERROR, PAUSED, CLOCK_STEPPED, ISOLATED -> {} // each is told where it is noticed
      case OK,
          ERROR_RATE,
          DNS_NOT_FOUND,
          DNS_FAILED,
          CONNECT_REFUSED,
          CONNECT_UNREACHABLE,
          CONNECT_FAILED,
          TLS_CERTIFICATE,
          TLS_FAILED,
          RESET,
          CLOSED_EARLY,
          TIMEOUT_RESOLVE,
          TIMEOUT_CONNECT,
          TIMEOUT_TLS,
          TIMEOUT_FIRST_BYTE,
          TIMEOUT_TRANSFER,
          UNEXPECTED_STATUS,
          BAD_RESPONSE,
          TOO_MANY_REDIRECTS,
          EXPECTATION_FAILED,
          BODY_TRUNCATED,
          REPORTED_FAILING,
          BLOCKED_BY_POLICY -> {}
    }
  }

  private synchronized boolean due(Reason reason) {
    long now = ticker.nanos();
    var before = toldNanos.get(reason);
    if (before != null && now - before < QUIET_NANOS) {
      return false;
    }
    toldNanos.put(reason, now);
    return true;
  }

  /// A pause that several lanes notice is one.
  @Override
  public synchronized void paused(long fromNanos, long toNanos) {
    boolean known = pauses > 0 && fromNanos - resumedNanos < 0;
    if (known) {
      pausedNanos += Math.max(0, toNanos - resumedNanos);
    } else {
      pauses++;
      pausedNanos += toNanos - fromNanos;
      tellPause(fromNanos, toNanos);
    }
    resumedNanos = known && toNanos - resumedNanos < 0 ? resumedNanos : toNanos;
  }

  /// A process that is starved stands still again and again: then a line each 5 s.
  private void tellPause(long fromNanos, long toNanos) {
    if (pausesTold > 0 && toNanos - pauseToldNanos < PAUSE_QUIET_NANOS) {
      return;
    }
    log.warn(
        "stood still for {} ms ({} times since the last line); what was under way is made again and"
            + " held against no service",
        TimeUnit.NANOSECONDS.toMillis(toNanos - fromNanos),
        pauses - pausesTold);
    pausesTold = pauses;
    pauseToldNanos = toNanos;
  }

  /// A step that several lanes notice is one.
  @Override
  public synchronized void stepped(long atNanos, long byMillis) {
    boolean known = steps > 0 && atNanos - steppedNanos < Pulse.PAUSE_NANOS;
    steppedNanos = atNanos;
    if (!known) {
      steps++;
      log.warn("the wall clock was stepped by {} ms (or this machine slept)", byMillis);
    }
  }

  /// All canaries of a lane fell silent.
  synchronized void cutOff(int canaries) {
    if (isolatedLanes++ == 0) {
      isolatedNanos = ticker.nanos();
      log.warn(
          "isolated: none of {} canaries can be reached; failures of the network are held against"
              + " no service until one can",
          canaries);
    }
  }

  /// A canary of a lane that was cut off answers again, or the lane is no more.
  synchronized void reconnected() {
    if (--isolatedLanes == 0) {
      log.info(
          "no longer isolated, after {} s",
          TimeUnit.NANOSECONDS.toSeconds(ticker.nanos() - isolatedNanos));
    }
  }
}
