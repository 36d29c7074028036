package dev.allwell.server.etcd;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.allwell.clock.Ticker;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.server.etcd.EtcdState.Counts;
import dev.allwell.server.etcd.EtcdState.MirrorState;
import dev.allwell.server.etcd.Inbox.Told;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that are read, as etcd has them: listed, then watched from that revision on, and listed
/// again now and then, since no watch is trusted to tell everything.
///
/// Whatever goes wrong, what was known last stays, and all is listed anew from the next member. A
/// cluster that is another one is believed as well, but for one that has none of the keys: that is
/// an empty one behind the same name. All of it happens on one virtual thread, which goes on
/// whatever is thrown.
final class Mirror implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Mirror.class);

  /// After how long a session that breaks is no failure that follows another one.
  private static final Duration STABLE = Duration.ofSeconds(10);

  private static final String OURS = "internal error, see the log: ";

  private final EtcdSettings settings;
  private final Rhythm rhythm;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Runnable changed;
  private final Thread thread = Thread.ofVirtual().name("etcd").unstarted(this::run);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong pictures = new AtomicLong();
  private volatile @Nullable Picture picture;
  private volatile @Nullable Session session;
  private volatile MirrorState state;

  // of the one thread
  private int turns;
  private int failuresInARow;
  private long foundNanos;

  /// How fast a mirror goes about its work.
  ///
  /// @param list from one listing of all keys to the next
  /// @param pulse how often is asked whether etcd still answers
  /// @param firstPause after a first failure, doubled with each that follows
  /// @param longestPause after many
  record Rhythm(Duration list, Duration pulse, Duration firstPause, Duration longestPause) {
    static final Rhythm USUAL =
        new Rhythm(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(2));

    long pauseNanos(int failures) {
      long ceiling =
          Math.min(longestPause.toNanos(), firstPause.toNanos() << Math.min(failures, 20));
      return ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1);
    }
  }

  /// @param changed told whenever there is a new picture, on the mirror's thread; does not block
  Mirror(
      EtcdSettings settings, Rhythm rhythm, InstantSource clock, Ticker ticker, Runnable changed) {
    this.settings = settings;
    this.rhythm = rhythm;
    this.clock = clock;
    this.ticker = ticker;
    this.changed = changed;
    this.state =
        new MirrorState(false, clock.instant(), "it has not been read yet", null, Counts.NONE);
  }

  void start() {
    thread.start();
  }

  /// All keys as they were last known; empty before they were first read. Any thread.
  Optional<Picture> picture() {
    return Optional.ofNullable(picture);
  }

  /// How many pictures there were; asked before a picture is taken, it tells later whether there is
  /// another one. Any thread.
  long pictures() {
    return pictures.get();
  }

  /// The session that is under way; empty when there is none. It may break at any moment. Any
  /// thread.
  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /// How well the keys are known. Any thread.
  MirrorState state() {
    return state;
  }

  /// Whether it goes on. Any thread.
  boolean alive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      do {
        turn();
        turns++;
      } while (!closing.await(rhythm.pauseNanos(failuresInARow++), NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One session, from its first listing to its first trouble.
  private void turn() throws InterruptedException {
    var address = settings.addresses().get(turns % settings.addresses().size());
    try (var opened = Session.open(address, settings, ticker)) {
      follow(opened);
    } catch (EtcdTrouble e) {
      lost(address, String.valueOf(e.getMessage()), e.compacted());
    } catch (RuntimeException | Error e) { // whatever etcd brings about, it is tried again
      if (!state.why().startsWith(OURS)) {
        log.error("mirroring etcd at {} failed; it is tried again", address, e);
      }
      lost(address, OURS + e.getClass().getName(), false);
    } finally {
      session = null;
    }
  }

  private void follow(Session opened) throws EtcdTrouble, InterruptedException {
    var listed = believe(opened.list());
    session = opened;
    found(opened.address(), listed);
    var inbox = new Inbox();
    int watches = opened.watch(listed.revision() + 1, listed.cluster(), inbox);
    int standing = 0;
    long began = ticker.nanos();
    long listedNanos = began;
    long pulseNanos = began;
    while (true) {
      long now = ticker.nanos();
      if (now - listedNanos >= rhythm.list.toNanos()) {
        listed = believe(opened.list());
        state = state.listed(clock.instant());
        listedNanos = ticker.nanos();
        pulseNanos = listedNanos;
      } else if (now - pulseNanos >= rhythm.pulse.toNanos()) {
        opened.head();
        pulseNanos = ticker.nanos();
      }
      var told = inbox.take(Math.min(rhythm.pulse.toNanos(), rhythm.list.toNanos()) / 4);
      standing += (int) told.stream().filter(Told.Standing.class::isInstance).count();
      take(told, listed.revision());
      if (standing < watches && ticker.nanos() - began > Session.PATIENCE.toNanos()) {
        throw new EtcdTrouble("its watch does not stand");
      }
    }
  }

  /// @param listed the revision of the last listing: what changed before is in it
  private void take(List<Told> told, long listed) throws EtcdTrouble {
    var changes = new ArrayList<Changed>();
    Told.@Nullable Broken broken = null;
    for (var one : told) {
      switch (one) {
        case Told.Standing _ -> {}
        case Told.Changes some -> changes.addAll(some.all());
        case Told.Broken end -> broken = broken == null ? end : broken;
      }
    }
    var before = picture;
    if (!changes.isEmpty() && before != null) {
      publish(before.after(changes, listed));
      state = state.with(state.counts().changed(changes.size()));
    }
    if (broken != null) {
      throw new EtcdTrouble(broken.why(), broken.compacted());
    }
  }

  /// A listing, in the place of what was known.
  ///
  /// @throws EtcdTrouble when it is of another cluster, and empty
  private Picture believe(Picture listed) throws EtcdTrouble {
    var before = picture;
    if (before == null) {
      publish(listed);
      return listed;
    }
    boolean other = before.cluster() != listed.cluster() || before.revision() > listed.revision();
    if (other) {
      if (listed.keys().isEmpty() && !before.keys().isEmpty()) {
        throw new EtcdTrouble(
            "another cluster answers, or an older state of it, and has none of the keys: what was"
                + " known stays");
      }
      state = state.with(state.counts().moved());
      log.warn(
          "another etcd cluster answers, or an older state of it: what its {} keys say holds now",
          listed.keys().size());
    }
    if (other || !before.keys().equals(listed.keys())) {
      publish(listed);
    }
    return listed;
  }

  private void publish(Picture fresh) {
    picture = fresh;
    pictures.incrementAndGet();
    changed.run();
  }

  private void found(EtcdAddress address, Picture listed) {
    foundNanos = ticker.nanos();
    if (!state.fresh()) {
      log.info(
          "etcd at {} is read: {} keys at revision {}",
          address,
          listed.keys().size(),
          listed.revision());
      state = state.known(clock.instant());
    }
    state = state.listed(clock.instant());
  }

  private void lost(EtcdAddress address, String why, boolean compacted) {
    if (state.fresh() && ticker.nanos() - foundNanos >= STABLE.toNanos()) {
      failuresInARow = 0;
    }
    if (state.fresh() || turns == 0) {
      log.warn("etcd at {} is not read: {}; what was known last stays", address, why);
    } else {
      log.debug("etcd at {} is still not read: {}", address, why);
    }
    state = state.unknown(clock.instant(), why).with(state.counts().failed(compacted));
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
