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
    new DnsData(bytes(hex), Caps.DEFAULT.talks().pointers()).name(at, text);
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
  void aNameFollowsSixteenPointersAndNoMore() {
    var chain = new StringBuilder("0161 00 c000");
    for (int at = 3; at < 3 + 2 * 16; at += 2) {
      chain.append("%04x".formatted(0xc000 | at));
    }
    assertThat(name(chain.toString(), 3 + 2 * 15)).isEqualTo("a");
    assertThatThrownBy(() -> name(chain.toString(), 3 + 2 * 16))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("16 pointers");
  }

  @Test
  void aNameEndsWhereItPointsAway() {
    var data = new DnsData(bytes("0161 0162 ffff 0161 00 40"), 0);
    assertThat(data.end(0)).isEqualTo(6); // whatever stands there
    assertThat(data.end(6)).isEqualTo(9);
    assertThatThrownBy(() -> data.end(9)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /// Two more than are kept: the last stands behind more pointers than a name may follow.
  @Test
  void namesOfRecordsThatAreNotKeptAreNotRead() {
    var question = new Question("a.test", DnsCheck.Type.A, true);
    var check = DnsCheck.of(new Endpoint("h", 53), "a.test", DnsCheck.Type.A);
    ByteBuf answer =
        Unpooled.buffer().writeBytes(new DnsMessage(7, question, Caps.DEFAULT).bytes());
    answer.setByte(2, 0x81).setShort(6, 18);
    for (int i = 0; i < 16; i++) {
      answer.writeShort(0xc00c).writeShort(1).writeShort(1).writeInt(60).writeShort(4).writeInt(i);
    }
    answer.writeShort(0xc00c).writeShort(99).writeShort(1).writeInt(60).writeShort(40);
    for (int i = 0; i < 20; i++) {
      answer.writeShort(0xc000 | (i == 0 ? 12 : answer.writerIndex() - 2));
    }
    int last = answer.writerIndex() - 2;
    answer.writeShort(0xc000 | last).writeShort(1).writeShort(1).writeInt(60).writeShort(0);
    assertThat(new DnsMessage(7, question, Caps.DEFAULT).read(answer))
        .isInstanceOfSatisfying(
            DnsMessage.Reading.Answered.class,
            answered -> assertThat(answered.answer().fault(check)).isEmpty());
  }

  @Test
  void theRootIsAskedForByNoLabelAtAll() {
    byte[] asked =
        new DnsMessage(1, new Question(".", DnsCheck.Type.NS, false), Caps.DEFAULT).bytes();
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
      var message = new DnsMessage(0x1234, question, Caps.DEFAULT);
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
