package dev.allwell.engine;

import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Change;
import dev.allwell.model.Check;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Rules;
import dev.allwell.model.Sample;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.probe.SickChecks;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.fleet.Fleet;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Cap;
import dev.allwell.testkit.sick.Catalogue;
import dev.allwell.testkit.sick.Control;
import dev.allwell.testkit.sick.Hospital;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A real engine that watches well neighbours every second, and into which crowds of sick targets
/// are let. The sick live in a process of their own; the neighbours keep their own arrival log.
public final class SickCrowd implements AutoCloseable {
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /// From one wave to the next: out of step with the neighbours, so that each of them meets one.
  private static final Duration WAVE = Duration.ofMillis(1370);

  /// How much sooner than the earliest of its reference an arrival may be.
  private static final long EARLY_NANOS = 20_000_000;

  private static final Schedule OFTEN = new Schedule(INTERVAL, INTERVAL, 0, Duration.ZERO);
  private static final Schedule BRIEF = onDemand(Duration.ofSeconds(1));
  private static final Schedule PATIENT = onDemand(Duration.ofSeconds(60));
  private static final long PATIENCE_SECONDS = 120;
  private static final int MORE_WAVES = 20;

  private final Hospital hospital;
  private final DnsServer names = new DnsServer();
  private final int neighbours;
  private final Fleet fleet;
  private final Tls tls;
  private final Engine engine;
  private int admitted;

  /// @param neighbours that are well
  /// @param hospital of the sick, closed with this
  public SickCrowd(int neighbours, Hospital hospital) {
    this.neighbours = neighbours;
    this.hospital = hospital;
    tls = Tls.create(List.of(hospital.root()));
    fleet = Fleet.of(neighbours);
    var listeners = new OwnListeners();
    listeners.announce(
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), Catalogue.ownPort())));
    engine =
        Engine.start(
            new Engine.Ports(
                new MemoryLedger(),
                new MemorySamples(),
                new Guard(listeners),
                new Egress.Settings(Transport.best(), tls, List.of(names.address())),
                List.of()),
            Engine.Clocks.SYSTEM,
            16_384);
    var changes = new ArrayList<Change>();
    for (int i = 0; i < neighbours; i++) {
      changes.add(new Change.Put(service("well-" + i, well(fleet.url(i), i), OFTEN)));
    }
    submit(changes);
  }

  /// What a crowd came to.
  ///
  /// @param attempts that were made
  /// @param mostInFlight attempts seen in flight at once, the neighbours' among them
  /// @param longest the longest wait for one attempt's end
  /// @param wrong the rows that did not give their reason, and what they gave instead
  public record Came(int attempts, int mostInFlight, Duration longest, Map<String, String> wrong) {}

  /// Checks all at once, so many of each row, and again after more than a second, when all have
  /// ended, for at least this long: no service is checked more often.
  public Came let(List<Behaviour> rows, int each, Duration lasting) {
    Map<String, Behaviour> crowd = new LinkedHashMap<>();
    var changes = new ArrayList<Change>();
    for (int i = 0; i < each; i++) {
      for (Behaviour row : rows) {
        String id = "sick-" + admitted++;
        crowd.put(id, row);
        changes.add(new Change.Put(service(id, check(row), byDeadline(row) ? BRIEF : PATIENT)));
      }
    }
    submit(changes);
    try {
      return waves(crowd, lasting);
    } finally {
      submit(crowd.keySet().stream().<Change>map(id -> new Change.Remove(id, Source.API)).toList());
    }
  }

  /// Where each neighbour's beats are, had nothing ever delayed one: its earliest arrival within a
  /// time, counted from the beat next to it. Best asked of a time in which nobody is sick.
  ///
  /// @param from arrivals before are left out, as those from `to` on; monotonic nanoseconds
  public long[] beats(long from, long to) {
    var beats = new long[neighbours];
    for (int i = 0; i < neighbours; i++) {
      long[] within = within(i, from, to);
      beats[i] =
          within[0] + Arrays.stream(within).map(at -> offBeat(within[0], at)).min().orElse(0);
    }
    return beats;
  }

  /// How late the neighbours' checks came, in milliseconds, ascending; a check that did not come at
  /// all between two that did counts as late by an interval.
  ///
  /// @param beats as [#beats] told
  /// @param from arrivals before are left out, as those from `to` on; monotonic nanoseconds
  public double[] lateness(long[] beats, long from, long to) {
    var late = new ArrayList<Double>();
    for (int i = 0; i < neighbours; i++) {
      long before = Long.MIN_VALUE;
      for (long arrival : within(i, from, to)) {
        long since = arrival - beats[i] + EARLY_NANOS;
        long beat = Math.floorDiv(since, INTERVAL.toNanos());
        late.add(Math.max(0, since - beat * INTERVAL.toNanos() - EARLY_NANOS) / 1e6);
        for (long left = before + 1; before != Long.MIN_VALUE && left < beat; left++) {
          late.add((double) INTERVAL.toMillis());
        }
        before = beat;
      }
    }
    return late.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private long[] within(int neighbour, long from, long to) {
    return Arrays.stream(fleet.log().of(neighbour))
        .filter(at -> at - from >= 0 && at - to < 0)
        .toArray();
  }

  /// From the beat next to a moment until then, half an interval at most.
  private static long offBeat(long beat, long at) {
    long half = INTERVAL.toNanos() / 2;
    return Math.floorMod(at - beat + half, INTERVAL.toNanos()) - half;
  }

  @Override
  public void close() {
    engine.close();
    tls.close();
    fleet.close();
    names.close();
    hospital.close();
  }

  private Came waves(Map<String, Behaviour> crowd, Duration lasting) {
    long end = System.nanoTime() + lasting.toNanos();
    Map<String, String> wrong = new LinkedHashMap<>();
    int attempts = 0;
    int most = 0;
    int more = 0;
    long longest = 0;
    Map<String, Behaviour> wave = crowd;
    while (!wave.isEmpty() && more <= MORE_WAVES) {
      long begun = System.nanoTime();
      var asked = new ArrayList<Asked>();
      wave.forEach(
          (id, row) -> asked.add(new Asked(id, row, engine.checkNow(id).toCompletableFuture())));
      var all =
          CompletableFuture.allOf(
                  asked.stream().map(Asked::answer).toArray(CompletableFuture[]::new))
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
      while (!all.isDone()) {
        most = Math.max(most, inFlight());
        LockSupport.parkNanos(1_000_000);
      }
      all.join();
      longest = Math.max(longest, System.nanoTime() - begun);
      attempts += wave.size();
      Map<String, Behaviour> voided = voided(asked, wrong);
      boolean over = System.nanoTime() - end >= 0;
      if (!over) {
        LockSupport.parkNanos(begun + WAVE.toNanos() - System.nanoTime());
      }
      wave = over ? voided : crowd;
      more += over ? 1 : 0;
    }
    wave.values().forEach(row -> wrong.put(row.name(), "nothing, however often it was asked"));
    return new Came(attempts, most, Duration.ofNanos(longest), wrong);
  }

  private record Asked(String id, Behaviour row, CompletableFuture<Optional<BoardEntry>> answer) {}

  /// Those without any outcome yet: a pause of this process, as a collection on a busy machine is
  /// one, voids what was under way.
  private static Map<String, Behaviour> voided(List<Asked> asked, Map<String, String> wrong) {
    Map<String, Behaviour> voided = new LinkedHashMap<>();
    for (Asked one : asked) {
      Optional<Reason> was =
          one.answer.join().flatMap(it -> it.state().tally().latest()).map(Sample::reason);
      if (was.isEmpty() && heldAgainstNobody(one.row)) {
        continue;
      }
      if (was.isEmpty() || was.get() == Reason.PAUSED || was.get() == Reason.CLOCK_STEPPED) {
        voided.put(one.id, one.row);
      } else if (!right(one.row, was.get())) {
        wrong.put(one.row.name(), was.get().code());
      }
    }
    return voided;
  }

  /// Under a crowd a target may be slow to get where it hangs, so any phase may be the last; and so
  /// may the one name server.
  private static boolean right(Behaviour row, Reason was) {
    return was.code().equals(row.reason())
        || (byDeadline(row) && was.timedOut())
        || (was == Reason.DNS_FAILED && row.reason().equals(Reason.DNS_NOT_FOUND.code()));
  }

  /// A proxy that fails is our own fault, of which a state shows nothing.
  private static boolean heldAgainstNobody(Behaviour row) {
    return row.reason().equals(Reason.PROXY_FAILED.code())
        || row.reason().equals(Reason.TIMEOUT_PROXY.code());
  }

  private static boolean byDeadline(Behaviour row) {
    return row.control().equals(new Control.Lifted(Cap.DEADLINE));
  }

  private int inFlight() {
    return engine.meters().stream().mapToInt(meter -> meter.gauges().inFlight()).sum();
  }

  private Check check(Behaviour row) {
    return SickChecks.of(row.aim(), hospital.port(row), Optional.empty());
  }

  private static HttpCheck well(String url, int service) {
    int port = java.net.URI.create(url).getPort();
    return HttpCheck.of(false, new Endpoint("127.0.0.1", port), "/s/" + service);
  }

  private static Service service(String id, Check check, Schedule schedule) {
    return new Service(
        new Identity(id, id, "http://127.0.0.1/" + id),
        Source.API,
        check,
        schedule,
        Rules.DEFAULT,
        Labels.NONE);
  }

  private static Schedule onDemand(Duration timeout) {
    return new Schedule(Duration.ofDays(30), timeout, 0, Duration.ZERO);
  }

  private void submit(List<Change> changes) {
    engine
        .registry()
        .submit(changes)
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
