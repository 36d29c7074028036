package dev.allwell.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestTest {
  private static final Signature OLD = new Signature(List.of("a 1"), Instant.EPOCH);
  private static final Signature HALF = new Signature(List.of("a 2"), Instant.EPOCH);
  private static final Signature NEW = new Signature(List.of("a 3"), Instant.EPOCH);

  private final Rest rest = new Rest(OLD);

  @Test
  void filesThatLookAsTheyDidAreNotRead() {
    assertThat(rest.due(OLD, 0)).isFalse();
    assertThat(rest.due(OLD, 10 * Rest.NANOS)).isFalse();
  }

  @Test
  void aFileThatIsStillWrittenWaits() {
    assertThat(rest.due(HALF, 0)).isFalse();
    assertThat(rest.due(NEW, Rest.NANOS)).isFalse();
    assertThat(rest.due(NEW, 2 * Rest.NANOS - 1)).isFalse();
    assertThat(rest.due(NEW, 2 * Rest.NANOS)).isTrue();
  }

  @Test
  void whatWasReadIsNotReadAgain() {
    assertThat(rest.due(NEW, 0)).isFalse();
    assertThat(rest.due(NEW, Rest.NANOS)).isTrue();
    rest.read(NEW);
    assertThat(rest.due(NEW, 5 * Rest.NANOS)).isFalse();
    assertThat(rest.due(OLD, 6 * Rest.NANOS)).isFalse();
    assertThat(rest.due(OLD, 7 * Rest.NANOS)).isTrue();
  }

  @Test
  void aFileThatIsAsItWasAgainIsNotRead() {
    assertThat(rest.due(HALF, 0)).isFalse();
    assertThat(rest.due(OLD, 1)).isFalse();
    assertThat(rest.due(HALF, Rest.NANOS)).isFalse();
  }

  @Test
  void whatWasReadCanBeReadAgainAtOnceAndWhatChangedCannot() {
    assertThat(rest.still(OLD, 0)).isTrue();
    assertThat(rest.still(NEW, 0)).isFalse();
    assertThat(rest.still(NEW, Rest.NANOS - 1)).isFalse();
    assertThat(rest.still(NEW, Rest.NANOS)).isTrue();
    assertThat(rest.still(HALF, 2 * Rest.NANOS)).isFalse();
  }

  @Test
  void monotonicTimeMayBeNegativeAndWrap() {
    long before = Long.MAX_VALUE - 1;
    assertThat(rest.due(NEW, before)).isFalse();
    assertThat(rest.due(NEW, Long.MIN_VALUE + Rest.NANOS)).isTrue();
  }
}
