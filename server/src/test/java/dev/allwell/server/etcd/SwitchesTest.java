package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.engine.BoardRig;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Source;
import dev.allwell.server.etcd.Switches.Mended;
import dev.allwell.server.etcd.Switches.Owed;
import dev.allwell.server.etcd.Switches.Write;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchesTest {
  private static final String READ = "/ft/healthcheck-categories/read/";
  private static final Keyspace KEYSPACE = new Keyspace("/ft");

  private final BoardRig rig = new BoardRig(InstantSource.system());
  private final Switches switches = new Switches(KEYSPACE);
  private final KeyReader reader =
      new KeyReader(KEYSPACE, new Definitions(Comparison.ours(Defaults.CONFIG)), Optional.empty());
  private final TreeMap<String, Held> keys = new TreeMap<>();
  private long seen;

  @AfterEach
  void close() {
    rig.close();
  }

  private void put(String key, String text, long revision) {
    keys.put(READ + key, Held.of(text.getBytes(StandardCharsets.UTF_8), revision));
  }

  private void submit(Change... changes) {
    rig.registry().submit(List.of(changes)).toCompletableFuture().join();
  }

  /// The registry learns what the keys say, and then what is owed is asked for.
  private Owed turn() {
    seen = keys.values().stream().mapToLong(Held::revision).reduce(seen, Math::max);
    var picture = new Picture(1, seen, keys);
    var stated = reader.read(picture);
    stated.categories().values().forEach(it -> submit(new Change.PutCategory(it)));
    return switches.owed(stated, picture, rig.registry().roster());
  }

  private void nothingIsOwed() {
    assertThat(turn()).isEqualTo(new Owed(List.of(), List.of()));
  }

  private void trip() {
    submit(new Change.Trip("read"));
  }

  private boolean enabled() {
    return rig.registry().roster().categories().enabled("read");
  }

  @Test
  void aTripIsWrittenWhereNobodyWroteSince() {
    put("sticky", "true", 3);
    put("enabled", "true", 4);
    nothingIsOwed();
    trip();
    assertThat(turn().writes()).containsExactly(new Write("read", READ + "enabled", 4, false));
    assertThat(turn().writes()).as("until it is written").hasSize(1);
    put("enabled", "false", 9);
    nothingIsOwed();
    assertThat(enabled()).isFalse();
  }

  @Test
  void aKeyThatIsNotThereIsMade() {
    put("sticky", "true", 3);
    nothingIsOwed();
    trip();
    assertThat(turn().writes()).containsExactly(new Write("read", READ + "enabled", 0, false));
  }

  @Test
  void aPersonsNewerWordCountsAndMends() {
    put("sticky", "true", 3);
    put("enabled", "true", 4);
    nothingIsOwed();
    trip();
    put("enabled", "true", 8);
    var owed = turn();
    assertThat(owed.writes()).isEmpty();
    assertThat(owed.mends()).containsExactly(new Mended("read", 8));
  }

  @Test
  void whatTripsAgainAfterAPersonsWordIsWritten() {
    put("sticky", "true", 3);
    put("enabled", "true", 4);
    nothingIsOwed();
    trip();
    put("enabled", "true", 8);
    var mended = turn().mends().getFirst();
    assertThat(turn().mends()).as("until the registry knows").containsExactly(mended);
    submit(mended.change());
    switches.knows(mended);
    trip();
    var owed = turn();
    assertThat(owed.mends()).isEmpty();
    assertThat(owed.writes()).containsExactly(new Write("read", READ + "enabled", 8, false));
  }

  @Test
  void whoSwitchesItOnInEtcdMendsIt() {
    put("sticky", "true", 3);
    nothingIsOwed();
    trip();
    turn();
    put("enabled", "false", 9);
    nothingIsOwed();
    put("enabled", "true", 10);
    nothingIsOwed();
    assertThat(enabled()).as("the statement itself mends it").isTrue();
    trip();
    assertThat(turn().writes()).containsExactly(new Write("read", READ + "enabled", 10, false));
  }

  @Test
  void whoSwitchesItOnHereBeforeOurWordOfTheTripComesBackSwitchesItOnThere() {
    put("sticky", "true", 3);
    put("enabled", "true", 4);
    nothingIsOwed();
    trip();
    switches.wrote(turn().writes().getFirst(), 9);
    submit(new Change.Mend("read"));
    nothingIsOwed();
    put("enabled", "false", 9);
    assertThat(turn().writes()).containsExactly(new Write("read", READ + "enabled", 9, true));
    put("enabled", "true", 10);
    nothingIsOwed();
    assertThat(enabled()).isTrue();
  }

  @Test
  void aPersonsWordThatCameRightAfterOursCounts() {
    put("sticky", "true", 3);
    put("enabled", "true", 4);
    nothingIsOwed();
    trip();
    switches.wrote(turn().writes().getFirst(), 9);
    submit(new Change.Mend("read"));
    put("enabled", "false", 10);
    nothingIsOwed();
    assertThat(enabled()).isFalse();
  }

  @Test
  void aPersonsNewerWordCountsAlsoWhereTheKeyWasRemovedOnce() {
    put("sticky", "true", 3);
    nothingIsOwed();
    trip();
    turn();
    put("enabled", "false", 9);
    nothingIsOwed();
    keys.remove(READ + "enabled");
    nothingIsOwed();
    trip();
    put("enabled", "true", 12);
    assertThat(turn().mends()).containsExactly(new Mended("read", 12));
  }

  @Test
  void whoRemovesTheKeyMendsItToo() {
    put("sticky", "true", 3);
    nothingIsOwed();
    trip();
    put("enabled", "false", 9);
    nothingIsOwed();
    keys.remove(READ + "enabled");
    nothingIsOwed();
    assertThat(enabled()).isTrue();
  }

  @Test
  void whoSwitchesItOnHereHasItWrittenThere() {
    put("sticky", "true", 3);
    nothingIsOwed();
    trip();
    put("enabled", "false", 9);
    nothingIsOwed();
    submit(new Change.Mend("read"));
    assertThat(turn().writes()).containsExactly(new Write("read", READ + "enabled", 9, true));
    put("enabled", "true", 10);
    nothingIsOwed();
    assertThat(enabled()).isTrue();
  }

  @Test
  void whatAPersonDisabledInEtcdIsLeftAlone() {
    put("enabled", "false", 4);
    nothingIsOwed();
    submit(new Change.Mend("read"));
    nothingIsOwed();
  }

  @Test
  void whatAPersonDisabledHereIsNotWritten() {
    put("enabled", "true", 4);
    nothingIsOwed();
    submit(new Change.Disable("read", "anna"));
    nothingIsOwed();
    assertThat(enabled()).isFalse();
  }

  @Test
  void whatTrippedBeforeTheStartIsWrittenStill() {
    put("sticky", "true", 3);
    submit(
        new Change.PutCategory(
            new Category("read", Source.ETCD, Category.ETCD_PERIOD, false, true, true)),
        new Change.Trip("read"));
    assertThat(turn().writes()).containsExactly(new Write("read", READ + "enabled", 0, false));
  }

  @Test
  void whatAFileStatesIsTheFiles() {
    submit(
        new Change.Replace(
            List.of(), List.of(new Category("read", Source.FILE, null, false, true, true)), ""));
    put("sticky", "true", 3);
    nothingIsOwed();
    trip();
    nothingIsOwed();
  }
}
