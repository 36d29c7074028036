package dev.allwell.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.testkit.Relay;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcdTest {
  @TempDir Path folder;

  @Test
  void itRemembersWhatWasPutThroughAnAbruptEnd() {
    try (var etcd = Etcd.in(folder)) {
      etcd.put("/ft/a", "1 and more");
      etcd.kill();
      etcd.start();
      assertThat(etcd.get("/ft/a")).isEqualTo("1 and more");
      etcd.delete("/ft/a");
      etcd.stop();
      etcd.start();
      assertThat(etcd.get("/ft/a")).isEmpty();
    }
  }

  @Test
  void thousandsOfKeysArePutAtOnceAndForgottenTogether() {
    var many = new TreeMap<String, String>();
    for (int i = 0; i < 12_000; i++) {
      many.put("/many/" + i, "value-" + i);
    }
    try (var etcd = Etcd.in(folder)) {
      etcd.putAll(many);
      assertThat(etcd.get("/many/11999")).isEqualTo("value-11999");
      etcd.compact();
      etcd.deleteAll("/many/");
      assertThat(etcd.get("/many/0")).isEmpty();
    }
  }

  @Test
  void whatEtcdctlCannotDoFails() {
    try (var etcd = Etcd.in(folder)) {
      assertThatThrownBy(() -> etcd.control("no-such-command")).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void aRelayKeepsItsPortWhileWhatIsBehindItMoves() {
    try (var etcd = Etcd.in(folder);
        var relay = Relay.to(etcd.port())) {
      etcd.put("a", "1");
      etcd.kill();
      etcd.start();
      relay.lead(etcd.port());
      assertThat(etcd.controlThrough(relay.port(), "get", "--print-value-only", "a").out())
          .containsExactly("1");
      relay.cut();
      String[] soon = {"--dial-timeout=1s", "--command-timeout=1s", "get", "a"};
      assertThat(etcd.controlThrough(relay.port(), soon).exit()).isNotZero();
    }
  }
}
