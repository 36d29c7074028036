package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.engine.Sink;
import dev.allwell.model.Attempt;
import dev.allwell.model.Event;
import dev.allwell.model.Health;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {
  private static final ContractRules CONTRACT = new ContractRules();
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);
  private final List<StreamReader> readers = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var reader : readers) {
      reader.close();
    }
    api.close();
    board.close();
  }

  /// A reader that is let in: what happens from now on, it hears.
  private StreamReader follow(String query, String... headers) throws IOException {
    var reader = new StreamReader(api.port(), "/api/v1/stream" + query, headers);
    readers.add(reader);
    assertThat(reader.head.status()).isEqualTo(200);
    assertThat(reader.head.type()).isEqualTo("text/event-stream");
    return reader;
  }

  private static Sink.Judged judged(String id, Reason reason, boolean change, String... groups) {
    var registration = new Registration(1, Given.inGroups(id, groups), ApiRig.NOW, ApiRig.NOW);
    var standing = reason.health().bad() ? Standing.DOWNTIME : Standing.UPTIME;
    var verdict = new Verdict(reason.health(), reason, standing, ApiRig.NOW, ApiRig.NOW);
    var sample = new Sample(ApiRig.NOW.toEpochMilli(), 1500, reason, 0, 1);
    var attempt = Attempt.of(reason, "some detail", Phases.NONE);
    List<Event> events =
        change
            ? List.of(
                new Event.Began(registration, verdict, Standing.UPTIME, ApiRig.NOW, ApiRig.NOW),
                new Event.Turned(registration, Health.HEALTHY, verdict, ApiRig.NOW))
            : List.of();
    return new Sink.Judged(
        registration,
        Given.outcome(attempt, ApiRig.NOW),
        sample,
        new State(verdict, Tally.EMPTY.with(sample), null),
        events);
  }

  @Test
  void aChangeIsToldWithAllThatItsReadersNeed() throws Exception {
    var reader = follow("");
    api.live().judged(judged("quiet", Reason.OK, false));
    api.live().judged(judged("shop", Reason.RESET, true));

    var heard = reader.next();

    assertThat(heard.event()).isEqualTo("change");
    assertThat(heard.id()).isNotEmpty();
    ContractRules.valid(CONTRACT.schema("Happening"), heard.json());
    assertThat(heard.json().getMap())
        .containsEntry("id", "shop")
        .containsEntry("health", "dead")
        .containsEntry("status", "unhealthy")
        .containsEntry("reason", "reset")
        .containsEntry("detail", "some detail")
        .containsEntry("from", "healthy")
        .containsEntry("began", "downtime")
        .containsEntry("ended", "uptime");
  }

  @Test
  void resultsComeOnRequestAndHaveNoId() throws Exception {
    var reader = follow("?results=true");
    api.live().judged(judged("shop", Reason.OK, false));

    var heard = reader.next();

    assertThat(heard.event()).isEqualTo("result");
    assertThat(heard.id()).isEmpty();
    ContractRules.valid(CONTRACT.schema("Happening"), heard.json());
    assertThat(heard.json().getBoolean("up")).isTrue();
  }

  @Test
  void aLapseIsAChange() throws Exception {
    var reader = follow("?health=unknown");
    var registration = new Registration(1, Given.service("lost"), ApiRig.NOW, ApiRig.NOW);
    api.live().lapsed(new Event.Lapsed(registration, ApiRig.NOW, ApiRig.NOW.plusSeconds(60)));

    var heard = reader.next();

    ContractRules.valid(CONTRACT.schema("Happening"), heard.json());
    assertThat(heard.json().getString("health")).isEqualTo("unknown");
    assertThat(heard.json().getString("last-check")).isEqualTo(ApiRig.NOW.toString());
  }

  @Test
  void filtersAreThoseOfTheList() throws Exception {
    var reader = follow("?group=team&health=dead");
    api.live().judged(judged("one", Reason.RESET, true, "other"));
    api.live().judged(judged("two", Reason.UNEXPECTED_STATUS, true, "team"));
    api.live().judged(judged("three", Reason.RESET, true, "team"));

    assertThat(reader.next().json().getString("id")).isEqualTo("three");
  }

  @Test
  void whoComesBackIsToldWhatWasMissedOnce() throws Exception {
    var first = follow("");
    api.live().judged(judged("s0", Reason.RESET, true));
    var id = first.next().id();
    first.close();
    for (int i = 1; i <= 5; i++) {
      api.live().judged(judged("s" + i, Reason.RESET, true));
    }
    var witness = follow("", "Last-Event-ID: " + id); // all five are known by now, or come later
    var heard = new ArrayList<String>();
    while (heard.size() < 5) {
      heard.add(witness.next().json().getString("id"));
    }

    var again = follow("", "Last-Event-ID: " + id);
    api.live().judged(judged("s6", Reason.RESET, true));
    var told = new ArrayList<String>();
    while (told.size() < 6) {
      told.add(again.next().json().getString("id"));
    }

    assertThat(heard).containsExactly("s1", "s2", "s3", "s4", "s5");
    assertThat(told).containsExactly("s1", "s2", "s3", "s4", "s5", "s6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "abc-7", "-1"})
  void anIdThatIsNotKnownIsAGap(String id) throws Exception {
    assertThat(follow("", "Last-Event-ID: " + id).next().event()).isEqualTo("gap");
  }

  @Test
  void anIdThatIsTooOldIsAGap() throws Exception {
    var first = follow("");
    api.live().judged(judged("first", Reason.RESET, true));
    var id = first.next().id();
    var last = "";
    for (int i = 0; i < 2100; i++) {
      api.live().judged(judged("s" + i, Reason.RESET, true));
      last = first.next().id();
    }

    assertThat(follow("", "Last-Event-ID: " + id).next().event()).isEqualTo("gap");
    var current = follow("", "Last-Event-ID: " + last);
    api.live().judged(judged("next", Reason.RESET, true));
    assertThat(current.next().json().getString("id")).isEqualTo("next");
  }

  @Test
  void aReaderThatDoesNotReadIsDroppedAndToldSoAndDelaysNobody() throws Exception {
    var slow = new StreamReader(api.port(), "/api/v1/stream?results=true", 4096);
    readers.add(slow);
    var quick = follow("?results=true");
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    var judged = judged("s".repeat(128), Reason.OK, false, "g");
    while (api.live().followers() == 2) {
      for (int i = 0; i < 200; i++) {
        api.live().judged(judged);
      }
      for (int i = 0; i < 200; i++) {
        assertThat(quick.next().event()).isEqualTo("result");
      }
      assertThat(System.nanoTime() - end).isNegative();
    }

    var heard = slow.next();
    while (heard.event().equals("result")) {
      heard = slow.next();
    }
    assertThat(heard.event()).isEqualTo("slow");
    assertThat(slow.next().event()).isEmpty();
  }

  @Test
  void noMoreThanSixtyFourListen() throws Exception {
    for (int i = 0; i < 64; i++) {
      follow("");
    }
    var refused = api.get("/api/v1/stream");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsEntry("retry-after", "1");
    readers.getFirst().close();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (api.live().followers() == 64) {
      assertThat(System.nanoTime() - end).isNegative();
      Thread.onSpinWait();
    }
    follow("");
  }

  @Test
  void theEndOfTheServerIsTheLastEvent() throws Exception {
    var reader = follow("");
    api.close();

    assertThat(reader.next().event()).isEqualTo("stopping");
    assertThat(reader.next().event()).isEmpty();
  }
}
