package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.Ledger.Turn;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.SamplesContract;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bits that change on the disk are found, or do no harm; nothing is ever made up of them.
class BitRotTest {
  private static final int FLIPS = Integer.getInteger("flips", 300);

  @TempDir Path folder = Path.of("");

  @Nested
  class InTheLedger {
    private Path file = Path.of("");
    private Ledger.Book written = new Ledger.Book(List.of(), Map.of(), 1);

    @BeforeEach
    void write() {
      file = folder.resolve("ledger.db");
      try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
        ledger.record(
            LongStream.rangeClosed(1, 60)
                .<Entry>mapToObj(n -> new Entry.Put(Examples.registration(n, "s" + n)))
                .toList());
        for (long number = 1; number <= 60; number++) {
          var at = Examples.T0.plusSeconds(number);
          var verdict = new Verdict(Health.DEAD, Reason.RESET, Standing.DOWNTIME, at, at);
          ledger.turn(new Turn(number, verdict, new State(verdict, Tally.EMPTY, null), true));
        }
      }
      written = read(file, new ArrayList<>());
    }

    @Test
    void aChangedCategoryIsNamedAndNotUsed() throws Exception {
      var read = new Category("read", Source.API, null, true, false, true);
      var write = new Category("write", Source.API, null, true, false, true);
      var whole = new Ack("known", "ann", Examples.T0, null);
      var categories = Categories.NONE.with(read).with(write).acked(Source.API, whole);
      try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
        ledger.record(List.of(new Entry.Sorted(categories)));
      }
      sql(file, "UPDATE category SET content = replace(content, 'true', 'false')");
      sql(file, "UPDATE category SET name = 'other' WHERE name = 'write'");
      var damaged = new ArrayList<String>();

      var book = read(file, damaged);

      assertThat(damaged)
          .containsExactlyInAnyOrder(
              "category \"read\": its checksum does not match",
              "category \"other\": its checksum does not match");
      assertThat(book.categories()).isEqualTo(Categories.NONE.acked(Source.API, whole));
    }

    @Test
    void aChangedDefinitionIsNamedAndNotUsed() throws Exception {
      sql(file, "UPDATE service SET definition = replace(definition, 's7.example', 's8.example')");
      sql(file, "UPDATE state SET health = 'HEALTHY' WHERE number = 9");
      var damaged = new ArrayList<String>();
      var book = read(file, damaged);
      assertThat(damaged)
          .containsExactly(
              "service 7 (s7): its checksum does not match",
              "state of service 9: its checksum does not match");
      assertThat(book.registrations()).hasSize(59).noneMatch(r -> r.number() == 7);
      assertThat(book.verdicts()).hasSize(59).doesNotContainKey(9L);
      assertThat(book.intact()).as("who is missing may be damaged and not removed").isFalse();
    }

    @Test
    void aChangedStretchIsNotToldAndNotMadeGoodByClosingIt() throws Exception {
      sql(file, "UPDATE stretch SET standing = 'UPTIME' WHERE service = 5");
      long stretch = number(file, "SELECT number FROM stretch WHERE service = 5");
      try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
        var at = Examples.T0.plusSeconds(999);
        var verdict = new Verdict(Health.HEALTHY, Reason.OK, Standing.UPTIME, at, at);
        ledger.turn(new Turn(5, verdict, new State(verdict, Tally.EMPTY, null), true));
      }
      try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
        assertThat(ledger.stretches(5, 10)).singleElement().matches(s -> s.ended().isEmpty());
        assertThat(ledger.damaged())
            .containsExactly("stretch " + stretch + ": its checksum does not match");
      }
    }

    @Test
    void aLedgerThatMayGiveANumberTwiceIsRefused() throws Exception {
      sql(file, "UPDATE meta SET value = 3 WHERE name = 'next_number'");
      assertThatThrownBy(() -> read(file, new ArrayList<>()))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
          .hasMessage(
              file + " cannot be trusted: the ledger's next_number: its checksum does not match");
    }

    @Test
    void randomFlipsAreFoundOrDoNoHarm() throws Exception {
      long seed = Long.getLong("seed", System.nanoTime());
      System.out.println("seed " + seed + ", flips " + FLIPS);
      var random = new Random(seed);
      var good = Files.readAllBytes(file);
      int refused = 0;
      int named = 0;
      for (int flip = 0; flip < FLIPS; flip++) {
        int bit = random.nextInt(good.length * 8);
        var bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        var copy = Files.write(folder.resolve("flipped" + flip + ".db"), bad);
        var damaged = new ArrayList<String>();
        try {
          var book = read(copy, damaged);
          named += damaged.isEmpty() ? 0 : 1;
          assertThat(book.intact()).as("seed %s, bit %s", seed, bit).isEqualTo(damaged.isEmpty());
          assertThat(written.registrations())
              .as("seed %s, bit %s", seed, bit)
              .containsAll(book.registrations());
          assertThat(written.verdicts().entrySet())
              .as("seed %s, bit %s", seed, bit)
              .containsAll(book.verdicts().entrySet());
          if (damaged.isEmpty()) {
            assertThat(book.registrations())
                .as("seed %s, bit %s: nothing is missing without a word", seed, bit)
                .hasSize(60);
            assertThat(book.verdicts()).as("seed %s, bit %s", seed, bit).hasSize(60);
          }
        } catch (StoreException | LedgerException e) {
          refused++;
        }
        Files.delete(copy);
      }
      System.out.println("refused " + refused + ", named " + named);
      assertThat(refused + named).isPositive();
    }

    private static Ledger.Book read(Path file, List<String> damaged) {
      try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
        var book = ledger.load();
        damaged.addAll(ledger.damaged());
        return book;
      }
    }
  }

  @Nested
  class AmongTheSamples {
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final List<Sample> sent = new ArrayList<>();
    private Tally tally = Tally.EMPTY;

    /// Response times that are stored exactly. Service 1 has some hours in chunks, and its last
    /// tick in the journal alone.
    @BeforeEach
    void write() {
      for (int hour = 0; hour < 4; hour++) {
        try (var samples = open()) {
          samples.load();
          for (int i = 0; i < 30; i++) {
            var sample =
                new Sample(clock.millis() + i * 1000L, 10 + i, Reason.CONNECT_REFUSED, 0, 2);
            samples.append(1, sample);
            sent.add(sample);
            tally = tally.with(sample);
          }
        }
        clock.turn(Duration.ofHours(1));
      }
    }

    @Test
    void aChangedChunkIsPassedOverAndCounted() throws Exception {
      sql(file(), "UPDATE chunk SET blob = x'0101aa' WHERE sequence = 1");
      try (var samples = open()) {
        assertThat(samples.load()).containsExactly(Map.entry(1L, tally));
        var read = samples.read(1, Instant.EPOCH, Instant.MAX);
        assertThat(sent).containsAll(read);
        assertThat(read).hasSizeLessThan(sent.size()).isNotEmpty();
        assertThat(samples.damaged()).isEqualTo(1);
      }
    }

    @Test
    void aChangedTallyIsCountedAnew() throws Exception {
      sql(file(), "UPDATE tally SET blob = x'01' WHERE service = 1");
      try (var samples = open()) {
        assertThat(samples.load()).containsExactly(Map.entry(1L, tally));
        assertThat(samples.damaged()).isEqualTo(1);
        SamplesContract.assertSame(samples.read(1, Instant.EPOCH, Instant.MAX), sent);
      }
    }

    @Test
    void aTallyUnderAnothersNumberIsCountedAnew() throws Exception {
      sql(file(), "UPDATE tally SET service = 77 WHERE service = 1");
      try (var samples = open()) {
        assertThat(samples.load()).containsExactly(Map.entry(1L, tally));
        SamplesContract.assertSame(samples.read(1, Instant.EPOCH, Instant.MAX), sent);
      }
    }

    @Test
    void aChangedRowOfTheJournalIsPassedOverAndCounted() throws Exception {
      sql(
          file(),
          "UPDATE journal SET crc = crc + 1 WHERE moment = (SELECT max(moment) FROM journal)");
      try (var samples = open()) {
        assertThat(samples.load().get(1L)).isNotEqualTo(tally);
        assertThat(samples.damaged()).isEqualTo(1);
        assertThat(sent).containsAll(samples.read(1, Instant.EPOCH, Instant.MAX));
      }
    }

    @Test
    void samplesWithoutTheirTalliesAreRefusedInOneLine() throws Exception {
      try (var samples = open()) {
        sql(file(), "DROP TABLE tally");
        assertThatThrownBy(samples::load)
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT))
            .hasMessageContaining(file().toString())
            .message()
            .hasLineCount(1);
      }
    }

    private SqliteSamples open() {
      return SqliteSamples.open(
          file(), new SampleWriter.Clocks(clock, Ticker.SYSTEM, Duration.ofMillis(2)), 1000);
    }

    private Path file() {
      return folder.resolve("samples.db");
    }
  }

  private static void sql(Path file, String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var change = connection.createStatement()) {
      change.executeUpdate(statement);
    }
  }

  private static long number(Path file, String query) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var asked = connection.createStatement();
        var row = asked.executeQuery(query)) {
      return row.getLong(1);
    }
  }
}
