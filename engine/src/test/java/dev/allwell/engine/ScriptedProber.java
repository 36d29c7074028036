package dev.allwell.engine;

import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.probe.Prober;
import dev.allwell.probe.Probing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// A prober in turned time: each path answers as scripted, and every attempt is written down.
final class ScriptedProber implements Prober {
  /// What an attempt will see, and after how long; no longer than its limit.
  record Answer(Reason reason, Duration after) {}

  record Seen(String path, long startNanos, long limitNanos) {}

  private final TurnedClock clock;
  private final Map<String, Function<Integer, Answer>> scripts = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  final List<Seen> log = new ArrayList<>();
  final List<String> cancelled = new ArrayList<>();
  int inFlight;
  int mostInFlight;

  ScriptedProber(TurnedClock clock) {
    this.clock = clock;
  }

  /// The n-th attempt (from 0) against a service's path is answered by the script.
  void script(String id, Function<Integer, Answer> script) {
    scripts.put("/" + id, script);
  }

  void hang(String id) {
    script(id, n -> new Answer(Reason.TIMEOUT_CONNECT, Duration.ofDays(1)));
  }

  List<Seen> of(String id) {
    return log.stream().filter(seen -> seen.path().equals("/" + id)).toList();
  }

  @Override
  public Probing probe(Check check, long limitNanos, Consumer<Attempt> done) {
    var path = ((HttpCheck) check).path();
    log.add(new Seen(path, clock.nanos(), limitNanos));
    int n = attempts.merge(path, 1, Integer::sum) - 1;
    var answer =
        scripts.getOrDefault(path, i -> new Answer(Reason.OK, Duration.ofMillis(2))).apply(n);
    if (answer.after().isZero()) {
      done.accept(Given.attempt(answer.reason()));
      return Probing.OVER;
    }
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    var open = new AtomicBoolean(true);
    boolean late = answer.after().toNanos() > limitNanos;
    var seen =
        late ? Attempt.of(Reason.TIMEOUT_CONNECT, "", Phases.NONE) : Given.attempt(answer.reason());
    clock.after(
        Math.min(limitNanos, answer.after().toNanos()),
        () -> {
          if (open.getAndSet(false)) {
            inFlight--;
            done.accept(seen);
          }
        });
    return () -> {
      if (open.getAndSet(false)) {
        inFlight--;
        cancelled.add(path);
      }
    };
  }
}
