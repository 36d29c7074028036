package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The small codes that ticks are stored in.
class CodesTest {
  @Test
  void aResponseTimeIsKeptWithinASixtyFourth() {
    var random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long micros = random.nextLong(1L << random.nextInt(1, 62));
      long kept = LatencyCode.micros(LatencyCode.of(micros));
      assertThat(Math.abs(kept - micros)).isLessThanOrEqualTo(micros / 64);
      assertThat(LatencyCode.of(kept)).isEqualTo(LatencyCode.of(micros));
    }
    assertThat(LatencyCode.micros(LatencyCode.of(Long.MAX_VALUE))).isPositive();
    assertThat(LatencyCode.of(-5)).isZero();
  }

  @Test
  void longerTimesNeverHaveSmallerCodes() {
    int before = -1;
    for (long micros = 0; micros < 1_000_000; micros++) {
      int code = LatencyCode.of(micros);
      assertThat(code - before).isBetween(0, 1);
      before = code;
    }
  }

  @Test
  void everyReasonHasACodeOfItsOwn() {
    for (Reason reason : Reason.values()) {
      assertThat(ReasonCode.reason(ReasonCode.of(reason))).isEqualTo(reason);
    }
    assertThatThrownBy(() -> ReasonCode.reason(1000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCodesOfReasonsNeverChange() {
    assertThat(ReasonCode.of(Reason.OK)).isZero();
    assertThat(ReasonCode.of(Reason.TIMEOUT_CONNECT)).isEqualTo(12);
    assertThat(ReasonCode.of(Reason.NO_PORTS)).isEqualTo(24);
    assertThat(ReasonCode.of(Reason.ISOLATED)).isEqualTo(29);
    assertThat(ReasonCode.of(Reason.REPORTED_FAILING)).isEqualTo(30);
    assertThat(ReasonCode.of(Reason.TIMEOUT_PROXY)).isEqualTo(32);
  }

  /// An hour at an interval of 30 s, each tick some milliseconds off, response times within half an
  /// octave: what the disk is planned for.
  @Test
  void aRegularHealthyServiceCostsAboutTwoBytesATickInAChunkAndEightInTheJournal() {
    var random = new Random(3);
    var piece = new ChunkCodec.Piece(60);
    var queue = new SampleQueue(120);
    for (int i = 0; i < 120; i++) {
      var sample =
          new Sample(
              i * 30_000L + random.nextInt(12), 20_000 + random.nextInt(9000), Reason.OK, 200, 1);
      piece.add(sample);
      queue.add(i * 60L, sample);
    }
    assertThat(piece.length()).isLessThan(250);
    assertThat(Journal.write(queue.take()).length).isLessThan(120 * 8);
  }

  @Test
  void bytesThatAreSomethingElseEndInAnError() {
    assertThatThrownBy(() -> new ByteReader(new byte[] {-1, -1}).unsigned())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Journal.read(new byte[] {9}, (_, _) -> {}))
        .hasMessage("no journal of version 9 is known");
  }

  @Test
  void everyNumberSurvives() {
    var random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      var to = new ByteWriter(1);
      to.signed(value);
      to.unsigned(value);
      var from = new ByteReader(to.copy());
      assertThat(from.signed()).isEqualTo(value);
      assertThat(from.unsigned()).isEqualTo(value);
      assertThat(from.more()).isFalse();
    }
  }
}
