package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InflationTest {
  private static final byte[] PLAIN =
      "the quick brown fox jumps over the lazy dog; "
          .repeat(20)
          .getBytes(StandardCharsets.US_ASCII);
  private final Inflaters inflaters = new Inflaters();

  @AfterEach
  void allWereGivenBack() {
    assertThat(inflaters.lent()).isZero();
    inflaters.close();
  }

  @Test
  void eachFormIsReadHoweverItIsCut() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      int most = 1 + random.nextInt(40);
      assertThat(read(true, Coded.gzip(PLAIN), most, random)).as("seed %d", seed).isEqualTo(PLAIN);
      assertThat(read(false, Coded.zlib(PLAIN), most, random)).as("seed %d", seed).isEqualTo(PLAIN);
      assertThat(read(false, Coded.bare(PLAIN), most, random)).as("seed %d", seed).isEqualTo(PLAIN);
    }
  }

  @Test
  void aHeaderWithAllItsPartsIsPassedOver() {
    byte[] gzip = Coded.gzip(PLAIN);
    var all = new ByteArrayOutputStream();
    all.write(gzip, 0, 3);
    all.write(2 | 4 | 8 | 16);
    all.write(gzip, 4, 6);
    all.writeBytes(new byte[] {5, 0, 1, 0, 2, 0, 3});
    all.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(new byte[] {9, 9});
    all.write(gzip, 10, gzip.length - 10);
    assertThat(read(true, all.toByteArray(), 3, new Random(1))).isEqualTo(PLAIN);
    byte[] noExtra = gzip.clone();
    noExtra[3] = 4;
    var empty = new ByteArrayOutputStream();
    empty.write(noExtra, 0, 10);
    empty.writeBytes(new byte[] {0, 0});
    empty.write(noExtra, 10, noExtra.length - 10);
    assertThat(read(true, empty.toByteArray(), 3, new Random(1))).isEqualTo(PLAIN);
  }

  @Test
  void severalMembersAreOneBody() {
    var two = new ByteArrayOutputStream();
    two.writeBytes(Coded.gzip(PLAIN));
    two.writeBytes(Coded.gzip(new byte[0]));
    two.writeBytes(Coded.gzip(PLAIN));
    byte[] read = read(true, two.toByteArray(), 7, new Random(1));
    assertThat(read).hasSize(2 * PLAIN.length).startsWith(PLAIN).endsWith(PLAIN);
  }

  @Test
  void nothingAtAllIsAnEmptyBody() {
    assertThat(fault(true, new byte[0])).isEmpty();
    assertThat(fault(false, new byte[0])).isEmpty();
  }

  @Test
  void eachCutIsAFault() {
    for (byte[] coded : new byte[][] {Coded.gzip(PLAIN), Coded.zlib(PLAIN), Coded.bare(PLAIN)}) {
      boolean gzip = coded[0] == 0x1f;
      for (int length = 1; length < coded.length; length++) {
        assertThat(fault(gzip, Arrays.copyOf(coded, length)))
            .as("%d of %d", length, coded.length)
            .contains("the body is not what its coding says: it is cut");
      }
    }
  }

  @Test
  void whatIsWrongIsSaid() {
    byte[] gzip = Coded.gzip(PLAIN);
    assertThat(fault(true, "no gzip".getBytes(StandardCharsets.US_ASCII)).orElseThrow())
        .endsWith("no gzip");
    assertThat(fault(true, flipped(gzip, 3, 0x80)).orElseThrow()).endsWith("no gzip");
    assertThat(fault(true, flipped(gzip, gzip.length - 8, 1)).orElseThrow())
        .endsWith("its checksum is another");
    assertThat(fault(true, flipped(gzip, gzip.length - 1, 1)).orElseThrow())
        .endsWith("its checksum is another");
    assertThat(fault(true, flipped(gzip, 10, 0x06)).orElseThrow()).endsWith("it is corrupt");
    assertThat(fault(true, Arrays.copyOf(gzip, gzip.length + 1)).orElseThrow()).endsWith("no gzip");
    byte[] zlib = Coded.zlib(PLAIN);
    assertThat(fault(false, flipped(zlib, zlib.length - 1, 1)).orElseThrow())
        .endsWith("its checksum is another");
    assertThat(fault(false, Arrays.copyOf(zlib, zlib.length + 1)).orElseThrow())
        .endsWith("there is more after its end");
  }

  @Test
  void aFlippedBitIsNeverTakenForAnotherText() {
    byte[] gzip = Coded.gzip(PLAIN);
    for (int i = 10; i < gzip.length; i++) {
      assertThat(fault(true, flipped(gzip, i, 0x10))).as("byte %d", i).isPresent();
    }
  }

  @Test
  void aBombIsNotLetOff() {
    byte[] bomb = Coded.gzip(new byte[1 << 24]);
    var into = new Body(1 << 20);
    var inflation = new Inflation(true, Caps.DEFAULT, inflaters, into);
    assertThat(inflation.take(Unpooled.wrappedBuffer(bomb)))
        .contains("the body is not what its coding says: more than 100 to 1");
    assertThat(into.length()).isLessThanOrEqualTo(2 * Inflation.FLOOR);
    inflation.free();
  }

  @Test
  void whatIsSmallMayBeDenseAndWhatIsDenseEnoughMayBeLarge() {
    assertThat(read(true, Coded.gzip(new byte[Inflation.FLOOR]), 99, new Random(1)))
        .hasSize(Inflation.FLOOR);
    byte[] random = new byte[200_000];
    for (int i = 0; i < random.length; i += 60) {
      random[i] = (byte) i;
    }
    assertThat(read(true, Coded.gzip(random), 999, new Random(1))).hasSize(random.length);
  }

  @Test
  void itStopsAtTheCap() {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    var into = new Body(2000);
    var inflation = new Inflation(true, Caps.DEFAULT, inflaters, into);
    assertThat(inflation.take(Unpooled.wrappedBuffer(Coded.gzip(noise)))).isEmpty();
    assertThat(inflation.end()).isEmpty();
    assertThat(into.truncated()).isTrue();
    assertThat(Arrays.copyOf(into.bytes(), into.length())).isEqualTo(Arrays.copyOf(noise, 2000));
    inflation.free();
    inflation.free();
  }

  @Test
  void inflatersAreUsedAgain() {
    var first = inflaters.take();
    inflaters.give(first);
    var second = inflaters.take();
    assertThat(second).isSameAs(first);
    inflaters.give(second);
    inflaters.close();
    inflaters.give(inflaters.take());
  }

  private byte[] read(boolean gzip, byte[] coded, int most, Random random) {
    var into = new Body(1 << 20);
    var inflation = new Inflation(gzip, Caps.DEFAULT, inflaters, into);
    for (int at = 0; at < coded.length; ) {
      int length = Math.min(coded.length - at, 1 + random.nextInt(most));
      assertThat(inflation.take(Unpooled.wrappedBuffer(coded, at, length))).isEmpty();
      at += length;
    }
    assertThat(inflation.end()).isEmpty();
    inflation.free();
    return Arrays.copyOf(into.bytes(), into.length());
  }

  private Optional<String> fault(boolean gzip, byte[] coded) {
    var inflation = new Inflation(gzip, Caps.DEFAULT, inflaters, new Body(1 << 20));
    Optional<String> fault = inflation.take(Unpooled.wrappedBuffer(coded));
    Optional<String> end = fault.isPresent() ? fault : inflation.end();
    inflation.free();
    return end;
  }

  private static byte[] flipped(byte[] bytes, int at, int bits) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) bits;
    return flipped;
  }
}
