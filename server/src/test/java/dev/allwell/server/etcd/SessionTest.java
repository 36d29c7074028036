package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Secret;
import dev.allwell.model.TlsSettings;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.server.etcd.Inbox.Told;
import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.process.Etcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Talk with a real etcd.
class SessionTest {
  @TempDir private Path folder;

  static EtcdSettings settings(String endpoint) {
    return EtcdSettings.OFF.at(List.of(EtcdAddress.parse(endpoint)));
  }

  private static Session open(EtcdSettings settings) throws EtcdTrouble {
    return open(settings, Ticker.SYSTEM);
  }

  private static Session open(EtcdSettings settings, Ticker ticker) throws EtcdTrouble {
    return Session.open(settings.addresses().getFirst(), settings, ticker);
  }

  private static List<Told> told(Inbox inbox, int count) throws InterruptedException {
    var all = new ArrayList<Told>();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (all.size() < count && System.nanoTime() < until) {
      all.addAll(inbox.take(TimeUnit.SECONDS.toNanos(1)));
    }
    return all;
  }

  /// Time that passes whenever somebody looks.
  private static Ticker passing(Duration step) {
    var nanos = new AtomicLong();
    return () -> nanos.addAndGet(step.toNanos());
  }

  /// What a watch says first when it breaks; its end, which follows, says no more.
  private static Told.Broken firstBroken(Inbox inbox) throws InterruptedException {
    while (true) {
      var some = told(inbox, 1);
      assertThat(some).as("within a minute").isNotEmpty();
      for (var one : some) {
        if (one instanceof Told.Broken broken) {
          return broken;
        }
      }
    }
  }

  @Nested
  class Plain {
    @Test
    void strayKeysAreNotKept() throws Exception {
      try (var etcd = Etcd.in(folder);
          var session = open(settings(etcd.endpoint()))) {
        etcd.put("/ft/healthcheck/shop/path", "/h");
        etcd.put("/ft/healthcheck/shop/colour", "red");
        etcd.put("/ft/healthcheck/shop/deep/path", "/h");
        etcd.put("/ft/healthcheck/shop", "x");
        etcd.put("/ft/healthcheck//path", "x");
        etcd.put("/ft/healthcheck-categories/read/sticky", "true");
        etcd.put("/ft/healthcheck-categoriesX/read/sticky", "true");
        etcd.put("/ft/config/aggregate-healthcheck/cluster-ack", "known");
        etcd.put("/ft/config/aggregate-healthcheck/cluster-ack2", "x");
        etcd.put("/ft/services/shop/servers", "x");
        etcd.put("/other/healthcheck/shop/path", "/h");
        var keys = session.list().keys();
        assertThat(keys.keySet())
            .containsExactly(
                "/ft/config/aggregate-healthcheck/cluster-ack",
                "/ft/healthcheck-categories/read/sticky",
                "/ft/healthcheck/shop/path");
        assertThat(KeyReaderTest.at(keys, "/ft/healthcheck/shop/path").text()).isEqualTo("/h");
      }
    }

    @Test
    void allOfManyKeysAreListedAtOneRevision() throws Exception {
      var many = new TreeMap<String, String>();
      for (int i = 0; i < 7_500; i++) {
        many.put("/ft/healthcheck/s" + i + "/path", "/" + i);
      }
      try (var etcd = Etcd.in(folder);
          var session = open(settings(etcd.endpoint()))) {
        etcd.putAll(many);
        var picture = session.list();
        assertThat(picture.keys().keySet()).isEqualTo(many.keySet());
        assertThat(picture.revision()).isEqualTo(session.head().getRevision());
        assertThat(picture.cluster()).isEqualTo(session.head().getClusterId());
      }
    }

    @Test
    void pagesThatComeForTooLongAreNotWaitedForThoughEachOfThemComes() throws Exception {
      var many = new TreeMap<String, String>();
      for (int i = 0; i < 7_500; i++) {
        many.put("/ft/healthcheck/s" + i + "/path", "/" + i);
      }
      try (var etcd = Etcd.in(folder)) {
        etcd.putAll(many);
        try (var session = open(settings(etcd.endpoint()), passing(Duration.ofSeconds(1)))) {
          assertThat(session.list().keys()).as("within its time").hasSize(many.size());
        }
        try (var session = open(settings(etcd.endpoint()), passing(Duration.ofSeconds(14)))) {
          assertThatThrownBy(session::list)
              .isInstanceOf(EtcdTrouble.class)
              .hasMessage("its keys are not all read within 60 s: 3000 of them are");
        }
      }
    }

    @Test
    void valuesThatNobodyCanReadAreNamedAndTheRestIsRead() throws Exception {
      try (var etcd = Etcd.in(folder);
          var session = open(settings(etcd.endpoint()))) {
        var line = "x".repeat(100_000);
        for (int i = 10; i < 99; i++) { // together more than one answer may have
          etcd.put("/ft/healthcheck/big" + i + "/path", line);
        }
        etcd.control("put", "/ft/healthcheck/odd/path", "caf\u00e9");
        etcd.put("/ft/healthcheck/shop/path", "/h");
        var keys = session.list().keys();
        assertThat(keys).hasSize(91);
        assertThat(KeyReaderTest.at(keys, "/ft/healthcheck/big10/path").fault())
            .isEqualTo("is larger than 16 KiB: 100000 bytes");
        assertThat(KeyReaderTest.at(keys, "/ft/healthcheck/shop/path").readable()).isTrue();
      }
    }

    @Test
    void aWatchTellsWhatChangesFromItsRevisionOn() throws Exception {
      try (var etcd = Etcd.in(folder);
          var session = open(settings(etcd.endpoint()))) {
        etcd.put("/ft/healthcheck/a/path", "/1");
        var picture = session.list();
        etcd.put("/ft/healthcheck/a/path", "/2");
        etcd.put("/ft/healthcheck/a/colour", "red");
        etcd.delete("/ft/healthcheck/a/path");
        var inbox = new Inbox();
        int watches = session.watch(picture.revision() + 1, picture.cluster(), inbox);
        var changes = new ArrayList<Changed>();
        while (changes.size() < 2) {
          for (var one : told(inbox, 1)) {
            if (one instanceof Told.Changes some) {
              changes.addAll(some.all());
            }
          }
        }
        assertThat(watches).isEqualTo(3);
        assertThat(changes).extracting(Changed::key).containsOnly("/ft/healthcheck/a/path");
        assertThat(changes.getFirst().heldOrNull()).extracting(Held::text).isEqualTo("/2");
        assertThat(changes.getLast().heldOrNull()).isNull();
        assertThat(picture.after(changes, picture.revision()).keys()).isEmpty();
      }
    }

    @Test
    void aWatchThatComesTooLateSaysSo() throws Exception {
      try (var etcd = Etcd.in(folder);
          var session = open(settings(etcd.endpoint()))) {
        var picture = session.list();
        etcd.put("/ft/healthcheck/a/path", "/1");
        etcd.put("/ft/healthcheck/a/path", "/2");
        etcd.compact();
        var inbox = new Inbox();
        session.watch(picture.revision() + 1, picture.cluster(), inbox);
        var broken = firstBroken(inbox);
        assertThat(broken.compacted()).as(broken.why()).isTrue();
      }
    }

    @Test
    void aValueIsSwappedOnlyWhereNobodyWroteMeanwhile() throws Exception {
      try (var etcd = Etcd.in(folder);
          var session = open(settings(etcd.endpoint()))) {
        var key = "/ft/healthcheck-categories/read/enabled";
        assertThat(session.swap(key, 0, "false")).isPresent();
        assertThat(etcd.get(key)).isEqualTo("false");
        assertThat(session.swap(key, 0, "x")).as("it is there now").isEmpty();
        long revision = KeyReaderTest.at(session.list().keys(), key).revision();
        etcd.put(key, "true");
        assertThat(session.swap(key, revision, "false")).as("a person wrote since").isEmpty();
        assertThat(etcd.get(key)).isEqualTo("true");
      }
    }

    @Test
    void nobodyThereIsTold() throws Exception {
      var etcd = Etcd.in(folder);
      etcd.close();
      try (var session = open(settings(etcd.endpoint()))) {
        assertThatThrownBy(session::list)
            .isInstanceOf(EtcdTrouble.class)
            .hasMessageContaining("refused");
      }
    }
  }

  @Nested
  class Guarded {
    private final Authority authority = new Authority();
    private final Certificate certificate = authority.forLoopback();

    private Etcd secure() throws IOException {
      return Etcd.in(
          folder,
          Etcd.Options.tls(
              Files.writeString(folder.resolve("server.pem"), certificate.pem()),
              Files.writeString(folder.resolve("server.key"), certificate.keyPem()),
              Files.writeString(folder.resolve("ca.pem"), authority.pem())));
    }

    private static EtcdSettings with(EtcdSettings settings, TlsSettings tls) {
      return new EtcdSettings(
          settings.addresses(), settings.prefix(), settings.loginOrNull(), tls, null);
    }

    private TlsSettings tls(Authority trusted, TlsSettings.ClientCertificate own) {
      return new TlsSettings(true, false, null, trusted.pem(), own);
    }

    private TlsSettings.ClientCertificate own() {
      var client = authority.forClient("CN=allwell");
      return new TlsSettings.ClientCertificate(client.pem(), new Secret(client.keyPem()));
    }

    @Test
    void bothSidesShowWhoTheyAre() throws Exception {
      try (var etcd = secure()) {
        etcd.put("/ft/healthcheck/a/path", "/1");
        var good = with(settings(etcd.endpoint()), tls(authority, own()));
        try (var session = open(good)) {
          assertThat(session.list().keys()).hasSize(1);
        }
      }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTrusted() throws Exception {
      try (var etcd = secure()) {
        var wrong = with(settings(etcd.endpoint()), tls(new Authority(), own()));
        try (var session = open(wrong)) {
          assertThatThrownBy(session::list).isInstanceOf(EtcdTrouble.class);
        }
      }
    }

    @Test
    void aServerOfAnotherNameIsNotTrusted() throws Exception {
      try (var etcd = secure()) {
        var tls = new TlsSettings(true, false, "elsewhere.test", authority.pem(), own());
        try (var session = open(with(settings(etcd.endpoint()), tls))) {
          assertThatThrownBy(session::list).isInstanceOf(EtcdTrouble.class);
        }
      }
    }

    @Test
    void aUserWithItsPasswordMayReadAndNobodyElse() throws Exception {
      try (var etcd = Etcd.in(folder)) {
        etcd.put("/ft/healthcheck/a/path", "/1");
        etcd.control("user", "add", "root:top secret");
        etcd.control("role", "add", "root");
        etcd.control("user", "grant-role", "root", "root");
        etcd.control("user", "add", "watch:a pass:word");
        etcd.control("role", "add", "reader");
        etcd.control("role", "grant-permission", "reader", "--prefix=true", "readwrite", "/ft/");
        etcd.control("user", "grant-role", "watch", "reader");
        etcd.control("auth", "enable");
        var nobody = settings(etcd.endpoint());
        try (var session = open(nobody)) {
          assertThatThrownBy(session::list)
              .isInstanceOf(EtcdTrouble.class)
              .hasMessageContaining("user name is empty");
        }
        try (var session = open(as(nobody, "watch", "wrong"))) {
          assertThatThrownBy(session::list).isInstanceOf(EtcdTrouble.class);
        }
        try (var session = open(as(nobody, "watch", "a pass:word"))) {
          var picture = session.list();
          assertThat(picture.keys()).hasSize(1);
          var inbox = new Inbox();
          int watches = session.watch(picture.revision() + 1, picture.cluster(), inbox);
          assertThat(told(inbox, watches)).hasOnlyElementsOfType(Told.Standing.class);
          assertThat(session.swap("/ft/healthcheck/a/ack", 0, "x")).isPresent();
          assertThatThrownBy(() -> session.swap("/elsewhere", 0, "x"))
              .isInstanceOf(EtcdTrouble.class)
              .hasMessageContaining("permission denied");
        }
      }
    }

    private static EtcdSettings as(EtcdSettings settings, String user, String password) {
      return new EtcdSettings(
          settings.addresses(),
          settings.prefix(),
          new EtcdSettings.Login(user, new Secret(password)),
          settings.tls(),
          null);
    }
  }
}
