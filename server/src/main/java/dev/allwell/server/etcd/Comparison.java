package dev.allwell.server.etcd;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.Receipt;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Roster;
import dev.allwell.model.Change;
import dev.allwell.model.Problem;
import dev.allwell.model.Schedule;
import dev.allwell.model.StatusSet;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.server.etcd.EtcdState.Stating;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What etcd states beside what the registry knows: what differs is handed to the registry, and
/// what was switched here to etcd. One thread; what it came to, any.
final class Comparison {
  private final Registry registry;
  private final Mirror mirror;
  private final InstantSource clock;
  private final Consumer<String> changed;
  private final Keyspace keyspace;
  private final KeyReader reader;
  private final Switches switches;
  private volatile Stating stating = Stating.NOTHING;
  private volatile List<Problem> problems = List.of();

  // of the one thread
  private long read;
  private @Nullable Stated stated;
  private @Nullable Roster compared;

  /// Of services that etcd states or may have stated before; null before the first comparison.
  private @Nullable Set<String> ids;

  private boolean owing;

  /// @param changed told what a turn has changed, for a person
  Comparison(
      EtcdSettings settings,
      Defaults defaults,
      Registry registry,
      Mirror mirror,
      InstantSource clock,
      Consumer<String> changed) {
    this.registry = registry;
    this.mirror = mirror;
    this.clock = clock;
    this.changed = changed;
    this.keyspace = new Keyspace(settings.prefix());
    this.reader = new KeyReader(keyspace, new Definitions(ours(defaults)), settings.router());
    this.switches = new Switches(keyspace);
  }

  /// Exactly 200 is expected, and how often is checked is the categories' business alone.
  static Defaults ours(Defaults defaults) {
    var usual = defaults.schedule();
    var schedule =
        new Schedule(
            Schedule.LONGEST_INTERVAL, usual.timeout(), usual.retries(), usual.retryBackoff());
    return new Defaults(
        schedule, defaults.rules(), StatusSet.OK, null, false, defaults.proxyOrNull());
  }

  /// What is wrong with keys, and what could not be taken over because of another source. Any
  /// thread.
  List<Problem> problems() {
    return problems;
  }

  /// How much is stated. Any thread.
  Stating stating() {
    return stating;
  }

  /// Compares, if there is anything new on either side.
  ///
  /// @throws LedgerException when the store could not record it; the next turn tries again
  void turn() throws EtcdTrouble, InterruptedException {
    long pictures = mirror.pictures();
    var picture = mirror.picture();
    if (picture.isEmpty()) {
      return;
    }
    var now = stated;
    if (now == null || pictures != read) {
      now = reader.read(picture.get());
      stated = now;
      read = pictures;
      compared = null;
    }
    var roster = registry.roster();
    if (compared != roster) {
      takeOver(now, roster);
      compared = roster;
      owing = true;
    }
    if (owing) {
      owing = settle(now, picture.get());
    }
  }

  private void takeOver(Stated now, Roster roster) {
    var mine = ids == null ? Differences.ids(roster) : ids;
    mine.addAll(now.services().keySet());
    ids = mine;
    var changes = Differences.between(now, roster, mine, clock.instant());
    var clashes = new ArrayList<Problem>();
    var taken = new Taken();
    if (!changes.isEmpty()) {
      var receipts = submit(changes);
      for (int i = 0; i < changes.size(); i++) {
        var subject = Subject.of(changes.get(i), keyspace);
        taken.add(subject.name(), receipts.get(i).result());
        if (receipts.get(i).result() == Receipt.Result.CONFLICT) {
          clashes.add(new Problem(subject.key(), receipts.get(i).message()));
        }
      }
    }
    var after = registry.roster();
    mine.removeIf(id -> !now.services().containsKey(id) && Differences.known(after, id).isEmpty());
    problems = Stream.concat(now.problems().stream(), clashes.stream()).toList();
    var at = taken.any() ? clock.instant() : stating.takenOrNull();
    stating = new Stating(now.services().size(), now.categories().size(), now.acks(), at);
    taken.summary().ifPresent(changed);
  }

  /// What was switched here is written there, and the other way round.
  ///
  /// @return whether something is left to be done
  private boolean settle(Stated now, Picture picture) throws EtcdTrouble, InterruptedException {
    var owed = switches.owed(now, picture, registry.roster());
    if (!owed.mends().isEmpty()) {
      submit(owed.mends().stream().map(Switches.Mended::change).toList());
      owed.mends().forEach(switches::knows);
    }
    for (var write : owed.writes()) {
      var session = mirror.session();
      if (session.isEmpty()) {
        return true;
      }
      session
          .get()
          .swap(write.key(), write.revision(), Boolean.toString(write.value()))
          .ifPresent(revision -> switches.wrote(write, revision));
    }
    return false;
  }

  private List<Receipt> submit(List<Change> changes) {
    try {
      return registry.submit(changes).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
