package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.Relay;
import dev.allwell.testkit.process.Etcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mirror of a real etcd, through a relay behind which anything can happen.
class MirrorTest {
  private static final Mirror.Rhythm SELDOM =
      new Mirror.Rhythm(
          Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(20), Duration.ofMillis(200));
  private static final Mirror.Rhythm OFTEN =
      new Mirror.Rhythm(
          Duration.ofMillis(300),
          Duration.ofMillis(100),
          Duration.ofMillis(20),
          Duration.ofMillis(200));

  @TempDir private Path folder;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final AtomicInteger told = new AtomicInteger();
  private Etcd etcd;
  private Relay relay;

  @BeforeEach
  void start() {
    etcd = open(Etcd.in(folder));
    relay = open(Relay.to(etcd.port()));
  }

  @AfterEach
  void stop() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  private Mirror mirror(Mirror.Rhythm rhythm) {
    return mirror(rhythm, EtcdAddress.parse("127.0.0.1:" + relay.port()));
  }

  private Mirror mirror(Mirror.Rhythm rhythm, EtcdAddress... addresses) {
    return mirror(rhythm, Ticker.SYSTEM, addresses);
  }

  private Mirror mirror(Mirror.Rhythm rhythm, Ticker ticker, EtcdAddress... addresses) {
    var mirror =
        open(
            new Mirror(
                EtcdSettings.OFF.at(List.of(addresses)),
                rhythm,
                InstantSource.system(),
                ticker,
                told::incrementAndGet));
    mirror.start();
    return mirror;
  }

  private static Map<String, String> texts(Mirror mirror) {
    var texts = new TreeMap<String, String>();
    mirror
        .picture()
        .ifPresent(seen ->
            seen.keys()
                .forEach(
                    (key, held) -> texts.put(key.replace("/ft/healthcheck/", ""), held.text())));
    return texts;
  }

  private static void awaits(Mirror mirror, Map<String, String> wanted) {
    Soon.holds(() -> texts(mirror).equals(wanted), () -> texts(mirror) + " " + mirror.state());
  }

  private void put(String key, String value) {
    etcd.put("/ft/healthcheck/" + key, value);
  }

  private void delete(String key) {
    etcd.delete("/ft/healthcheck/" + key);
  }

  @Test
  void itFollowsWhatIsPutAndRemoved() {
    put("a/path", "/1");
    var mirror = mirror(SELDOM);
    awaits(mirror, Map.of("a/path", "/1"));
    put("a/path", "/2");
    put("b/path", "/1");
    awaits(mirror, Map.of("a/path", "/2", "b/path", "/1"));
    delete("a/path");
    awaits(mirror, Map.of("b/path", "/1"));
    assertThat(mirror.state().fresh()).isTrue();
    assertThat(mirror.state().counts().listings()).as("all else by its watch").isEqualTo(1);
    assertThat(told.get()).isPositive();
  }

  @Test
  void whatIsThereIsKeptWhileEtcdIsGoneAndNothingIsMissedAfterwards() {
    put("a/path", "/1");
    put("b/path", "/1");
    var mirror = mirror(SELDOM);
    awaits(mirror, Map.of("a/path", "/1", "b/path", "/1"));
    relay.cut();
    Soon.holds(() -> !mirror.state().fresh());
    assertThat(texts(mirror)).isEqualTo(Map.of("a/path", "/1", "b/path", "/1"));
    assertThat(mirror.state().why()).isNotEmpty();
    put("a/path", "/2");
    delete("b/path");
    put("c/path", "/1");
    etcd.compact();
    relay.lead(etcd.port());
    awaits(mirror, Map.of("a/path", "/2", "c/path", "/1"));
    Soon.holds(() -> mirror.state().fresh());
  }

  @Test
  void itOutlivesAnEtcdThatIsKilledAndComesBack() {
    put("a/path", "/1");
    var mirror = mirror(SELDOM);
    awaits(mirror, Map.of("a/path", "/1"));
    etcd.kill();
    Soon.holds(() -> !mirror.state().fresh());
    etcd.start();
    put("a/path", "/2");
    relay.lead(etcd.port());
    awaits(mirror, Map.of("a/path", "/2"));
    put("a/path", "/3");
    awaits(mirror, Map.of("a/path", "/3"));
  }

  @Test
  void itStartsBeforeEtcdDoes() {
    relay.cut();
    var mirror = mirror(SELDOM);
    Soon.holds(() -> mirror.state().counts().failures() > 2);
    assertThat(mirror.picture()).isEmpty();
    put("a/path", "/1");
    relay.lead(etcd.port());
    awaits(mirror, Map.of("a/path", "/1"));
  }

  @Test
  void anEtcdThatFallsSilentIsNoticed() {
    put("a/path", "/1");
    var mirror = mirror(OFTEN);
    awaits(mirror, Map.of("a/path", "/1"));
    relay.silence(true);
    Soon.holds(() -> !mirror.state().fresh(), mirror::state);
    put("a/path", "/2");
    relay.silence(false);
    awaits(mirror, Map.of("a/path", "/2"));
  }

  @Test
  void anEtcdThatStandsStillIsNoticed() {
    put("a/path", "/1");
    var mirror = mirror(OFTEN);
    awaits(mirror, Map.of("a/path", "/1"));
    etcd.suspend();
    Soon.holds(() -> !mirror.state().fresh(), mirror::state);
    etcd.resume();
    put("a/path", "/2");
    awaits(mirror, Map.of("a/path", "/2"));
  }

  @Test
  void aListingThatTakesForEverIsGivenUpAndTold() {
    put("a/path", "/1");
    var nanos = new AtomicLong();
    var mirror =
        mirror(
            SELDOM,
            () -> nanos.addAndGet(Session.LISTING.toNanos() + 1),
            EtcdAddress.parse("127.0.0.1:" + relay.port()));
    Soon.holds(() -> mirror.state().counts().failures() > 1, mirror::state);
    assertThat(mirror.state().why()).startsWith("its keys are not all read within 60 s");
    assertThat(mirror.picture()).isEmpty();
  }

  @Test
  void allIsListedAgainNowAndThen() {
    put("a/path", "/1");
    var mirror = mirror(OFTEN);
    Soon.holds(() -> mirror.state().counts().listings() > 3);
    put("a/path", "/2");
    awaits(mirror, Map.of("a/path", "/2"));
    assertThat(mirror.state().counts().failures()).isZero();
  }

  @Test
  void anotherClusterBehindTheNameIsBelieved() throws Exception {
    put("a/path", "/1");
    put("a/path", "/2");
    put("a/path", "/3");
    var mirror = mirror(SELDOM);
    awaits(mirror, Map.of("a/path", "/3"));
    var other = open(Etcd.in(Files.createDirectory(folder.resolve("other"))));
    other.put("/ft/healthcheck/b/path", "/1");
    relay.lead(other.port());
    awaits(mirror, Map.of("b/path", "/1"));
    assertThat(mirror.state().counts().clusters()).isEqualTo(1);
    other.put("/ft/healthcheck/b/path", "/2");
    awaits(mirror, Map.of("b/path", "/2"));
  }

  @Test
  void anotherClusterThatIsEmptyIsNotBelieved() throws Exception {
    put("a/path", "/1");
    var mirror = mirror(SELDOM);
    awaits(mirror, Map.of("a/path", "/1"));
    var other = open(Etcd.in(Files.createDirectory(folder.resolve("other"))));
    relay.lead(other.port());
    Soon.holds(() -> mirror.state().why().startsWith("another cluster answers"), mirror::state);
    assertThat(texts(mirror)).isEqualTo(Map.of("a/path", "/1"));
    other.put("/ft/healthcheck/b/path", "/1");
    awaits(mirror, Map.of("b/path", "/1"));
  }

  @Test
  void ofTheSameClusterAllMayBeRemoved() {
    put("a/path", "/1");
    var mirror = mirror(SELDOM);
    awaits(mirror, Map.of("a/path", "/1"));
    relay.cut();
    etcd.deleteAll("/ft/");
    relay.lead(etcd.port());
    awaits(mirror, Map.of());
    Soon.holds(() -> mirror.state().fresh());
  }

  @Test
  void anotherMemberIsAskedWhereOneIsGone() throws Exception {
    put("a/path", "/1");
    try (var closed = new ClosedPort()) {
      var mirror =
          mirror(
              SELDOM,
              EtcdAddress.parse("127.0.0.1:" + closed.number()),
              EtcdAddress.parse("127.0.0.1:" + relay.port()));
      awaits(mirror, Map.of("a/path", "/1"));
    }
  }

  @Test
  void itEndsAtOnceWhateverEtcdDoes() {
    relay.silence(true);
    var mirror = mirror(SELDOM);
    Soon.holds(mirror::alive);
    mirror.close();
    assertThat(mirror.alive()).isFalse();
  }

  @Test
  void tensOfThousandsOfKeysAreMirrored() {
    var many = new TreeMap<String, String>();
    for (int i = 0; i < 20_000; i++) {
      many.put("/ft/healthcheck/s" + i + "/path", "/" + i);
    }
    etcd.putAll(many);
    var mirror = mirror(SELDOM);
    Soon.holds(() -> texts(mirror).size() == 20_000);
    etcd.deleteAll("/ft/healthcheck/s1");
    Soon.holds(() -> texts(mirror).size() == 8_889, () -> texts(mirror).size());
    put("s1/path", "/new");
    Soon.holds(() -> "/new".equals(texts(mirror).get("s1/path")));
  }
}
