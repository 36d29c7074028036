package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemLogTest {
  private static final Problem ONE = new Problem("/ft/a", "is wrong");
  private static final Problem TWO = new Problem("/ft/b", "is wrong too");

  private final AtomicLong nanos = new AtomicLong(5);
  private final List<String> lines = new ArrayList<>();
  private final ProblemLog log = new ProblemLog(nanos::get, lines::add);

  private void tell(List<Problem> problems) {
    log.tell(problems);
    nanos.addAndGet(Duration.ofMillis(600).toNanos());
  }

  @Test
  void aProblemIsToldOnceWhenItHasLastedASecond() {
    tell(List.of(ONE));
    tell(List.of(ONE));
    assertThat(lines).isEmpty();
    tell(List.of(ONE));
    tell(List.of(ONE, TWO));
    tell(List.of(TWO, ONE));
    assertThat(lines).containsExactly("etcd: /ft/a: is wrong");
    tell(List.of(TWO, ONE));
    tell(List.of(TWO, ONE));
    assertThat(lines).containsExactly("etcd: /ft/a: is wrong", "etcd: /ft/b: is wrong too");
  }

  @Test
  void whatIsMendedWithinASecondIsNotTold() {
    tell(List.of(ONE));
    tell(List.of());
    for (int i = 0; i < 5; i++) {
      tell(List.of());
    }
    assertThat(lines).isEmpty();
  }

  @Test
  void whatComesAgainIsToldAgain() {
    for (int i = 0; i < 4; i++) {
      tell(List.of(ONE));
    }
    tell(List.of());
    for (int i = 0; i < 4; i++) {
      tell(List.of(ONE));
    }
    assertThat(lines).hasSize(2);
  }

  @Test
  void ofAFloodTheFirstAreToldAndTheRestIsCounted() {
    var flood =
        IntStream.range(0, 10_000).mapToObj(i -> new Problem("/ft/" + i, "is wrong")).toList();
    for (int i = 0; i < 6; i++) {
      tell(flood);
    }
    assertThat(lines).hasSize(101).last().isEqualTo("etcd: and 9900 more problems with keys");
  }
}
