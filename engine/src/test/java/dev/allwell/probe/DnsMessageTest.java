package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.DnsCheck;
import dev.allwell.model.DnsCheck.Expect;
import dev.allwell.model.DnsCheck.Question;
import dev.allwell.model.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
  private static final int TRIES = 200_000;

  private static ByteBuf bytes(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static String name(String hex, int at) {
    var text = new StringBuilder();
    DnsData.name(bytes(hex), at, text);
    return text.toString();
  }

  @Test
  void aPointerLeadsBack() {
    String message = "04 54657374 00  01 41 c000  01 62 c006";
    assertThat(name(message, 0)).isEqualTo("test");
    assertThat(name(message, 6)).isEqualTo("a.test");
    assertThat(name(message, 10)).isEqualTo("b.a.test");
  }

  @Test
  void lettersThatMeanSomethingAreEscaped() {
    assertThat(name("06 41 2e 5c 20 ff 22 00", 0)).isEqualTo("a\\.\\\\\\032\\255\\034");
    assertThat(name("00", 0)).isEqualTo(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c000", // to itself
        "c002 c000", // forth and back
        "01 61 c000", // round by itself
        "40 61", // a label of no known kind
        "03 61 62", // beyond the end
        "c0" // half a pointer
      })
  void aNameThatCannotBeEndsAtOnce(String hex) {
    assertThatThrownBy(() -> name(hex, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aNameIsNoLongerThanNamesAre() {
    String label = "3f" + "61".repeat(63);
    assertThat(name(label.repeat(3) + "3d" + "61".repeat(61) + "00", 0)).hasSize(253);
    assertThatThrownBy(() -> name(label.repeat(4) + "00", 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theRootIsAskedForByNoLabelAtAll() {
    byte[] asked = new DnsMessage(1, new Question(".", DnsCheck.Type.NS, false)).bytes();
    assertThat(HexFormat.of().formatHex(asked))
        .isEqualTo("000100000001000000000000" + "0000020001");
  }

  /// Whatever comes back, it is read to an end, and without a bug.
  @Test
  void noMessageBreaksTheReader() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < TRIES; i++) {
      DnsCheck.Type type = DnsCheck.Type.named().get(random.nextInt(DnsCheck.Type.named().size()));
      var question = new Question("a.test", type, true);
      var message = new DnsMessage(0x1234, question);
      byte[] tail = new byte[random.nextInt(80)];
      random.nextBytes(tail);
      byte[] head = message.bytes();
      head[2] |= (byte) 0x80;
      head[7] = (byte) random.nextInt(4); // answers
      head[9] = (byte) random.nextInt(3); // authority
      if (tail.length > 12) { // most of the time, the beginning of a record
        tail[0] = (byte) 0xc0;
        tail[1] = 12;
        tail[2] = (byte) (type.number() >> 8);
        tail[3] = (byte) type.number();
        tail[4] = 0;
        tail[5] = 1;
        tail[10] = 0;
        tail[11] = (byte) random.nextInt(tail.length);
      }
      var check =
          DnsCheck.of(new Endpoint("h", 53), "a.test", type)
              .with(new Expect(0, List.of("x"), List.of(type.toString())));
      try {
        ByteBuf whole = Unpooled.wrappedBuffer(head, tail);
        if (message.read(whole) instanceof DnsMessage.Reading.Answered(DnsAnswer answer)) {
          assertThat(answer.fault(check)).isNotNull();
        }
      } catch (IndexOutOfBoundsException garbage) {
        // what the probe calls a bad response
      } catch (RuntimeException bug) {
        throw new AssertionError("seed " + seed + ", try " + i, bug);
      }
    }
  }
}
