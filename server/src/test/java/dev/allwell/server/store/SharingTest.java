package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.model.Handling;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharingTest {
  @TempDir Path folder = Path.of("");

  private final DefinitionCodec codec =
      new DefinitionCodec(new SecretBox(new KeyFile(folder.resolve("secret.key"))));

  @Test
  void loadedServicesThatSayTheSameShareIt() {
    try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM)) {
      ledger.record(
          List.of(
              new Entry.Put(Examples.registration(1, "a")),
              new Entry.Put(Examples.registration(2, "b"))));
      var loaded = ledger.load().registrations();
      var first = loaded.getFirst().service();
      var second = loaded.getLast().service();
      assertThat(first.schedule()).isSameAs(second.schedule());
      assertThat(first.rules()).isSameAs(second.rules());
      assertThat(first.labels()).isSameAs(second.labels());
      assertThat(http(first).request()).isSameAs(http(second).request());
      assertThat(http(first).expect()).isSameAs(http(second).expect());
      assertThat(http(first).conduct()).isSameAs(http(second).conduct());
    }
  }

  @Test
  void theOrderOfHeadersIsNotShared() {
    var sharing = new Sharing();
    var service = Examples.registration(1, "a").service();
    var one = codec.read(text(service, "\"A\":\"1\",\"B\":\"2\""), sharing).service();
    var other = codec.read(text(service, "\"B\":\"2\",\"A\":\"1\""), sharing).service();
    assertThat(http(one).request().headers().keySet()).containsExactly("A", "B");
    assertThat(http(other).request().headers().keySet()).containsExactly("B", "A");
  }

  @Test
  void valuesOfDifferentClassesAreNeverTakenForEachOther() {
    var sharing = new Sharing();
    Map<String, String> hashed = new HashMap<>();
    Map<String, String> sorted = new TreeMap<>();
    assertThat(sharing.one(hashed)).isSameAs(hashed);
    assertThat(sharing.one(sorted)).isSameAs(sorted);
  }

  @Test
  void aFloodOfDifferentValuesIsNotKept() {
    var sharing = new Sharing();
    String kept = sharing.one(text(-1));
    assertThat(sharing.one(text(-1))).isSameAs(kept);
    var seen = new HashSet<String>();
    for (int i = 0; i < Sharing.MOST; i++) {
      seen.add(sharing.one(text(i)));
    }
    assertThat(seen).hasSize(Sharing.MOST);
    assertThat(sharing.one(text(-1))).isEqualTo(kept).isNotSameAs(kept);
  }

  @Test
  void equalTextsAreReadOnceAndNoFloodOfThemIsKept() {
    var sharing = new Sharing();
    var read = new ArrayList<String>();
    for (int i = 0; i <= Sharing.MOST; i++) {
      sharing.read(Integer.class, text(i), text -> read.add(text) ? 1 : 0);
      sharing.read(Integer.class, text(i), text -> read.add(text) ? 1 : 0);
    }
    assertThat(read).hasSize(Sharing.MOST + 1);
    sharing.read(Integer.class, text(0), text -> read.add(text) ? 1 : 0);
    assertThat(read).hasSize(Sharing.MOST + 2);
  }

  private static String text(int i) {
    return "value " + i;
  }

  private String text(Service service, String headers) {
    return codec
        .write(new DefinitionCodec.Stored(service, Handling.NONE))
        .replaceFirst("\"headers\":\\{[^}]*}", "\"headers\":{" + headers + "}");
  }

  private static HttpCheck http(Service service) {
    return (HttpCheck) service.check();
  }
}
