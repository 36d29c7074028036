package dev.allwell.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InletTest {
  private final List<String> seen = new ArrayList<>();
  private final Inlet inlet;
  private final EmbeddedChannel channel;

  InletTest() {
    channel = new EmbeddedChannel();
    inlet = new Inlet(new Turnstile(channel.eventLoop(), Ticker.SYSTEM));
    channel.pipeline().addLast(Inlet.NAME, inlet).addLast(new Seeing());
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aLittlePassesAtOnce() {
    come(bytes(Inlet.FREE));
    assertThat(seen).containsExactly("4096 bytes");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whatComesBeyondWaitsForItsTurn() {
    come(bytes(Inlet.FREE));
    come(bytes(1));
    assertThat(seen).containsExactly("4096 bytes");

    channel.runScheduledPendingTasks();
    assertThat(seen).containsExactly("4096 bytes", "1 bytes", "complete");
  }

  @ParameterizedTest
  @CsvSource({"1, 0, true", "4096, 0, true", "4097, 0, false", "1, 1, false"})
  void ofWhoSaidMuchOrGoesOnNoMoreIsReadUntilItsTurn(int first, int second, boolean read) {
    inlet.shaking();
    come(bytes(first));
    if (second > 0) {
      come(bytes(second));
    }
    assertThat(channel.config().isAutoRead()).isEqualTo(read);

    channel.runScheduledPendingTasks();
    assertThat(seen).first().isEqualTo(first + " bytes");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void wordsOfOursRenewTheLittle() {
    come(bytes(Inlet.FREE));
    var _ = channel.pipeline().writeAndFlush(bytes(10));
    come(bytes(Inlet.FREE));
    assertThat(seen).containsExactly("4096 bytes", "4096 bytes");
  }

  @Test
  void allThatIsEncryptedWaitsWhateverWeSend() {
    inlet.shaking();
    var _ = channel.pipeline().writeAndFlush(bytes(10));
    come(bytes(1));
    assertThat(seen).isEmpty();
    channel.runScheduledPendingTasks();
    assertThat(seen).containsExactly("1 bytes", "complete");
  }

  @Test
  void theEndComesAfterWhatWasHeld() {
    inlet.shaking();
    come(bytes(7));
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    assertThat(channel.isOpen()).isTrue();

    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
    assertThat(seen).containsExactly("7 bytes", "complete", "inactive");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void nothingIsReadAfterTheEndWhoeverAsks() {
    var reads = new AtomicInteger();
    channel.pipeline().addFirst(new Reads(reads));
    channel.pipeline().read();
    assertThat(reads).hasValue(1);
    inlet.shaking();
    come(bytes(7));
    channel.pipeline().read();
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.pipeline().read();
    channel.runScheduledPendingTasks();
    channel.pipeline().read();
    assertThat(reads).hasValue(1);
  }

  @Test
  void theEndOfWhoSaidNothingClosesAtOnce() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.runPendingTasks();
    assertThat(seen).containsExactly("inactive");
  }

  @Test
  void whatIsTooMuchToHoldIsDealtWithNow() {
    inlet.shaking();
    for (int i = 0; i <= Inlet.MOST_HELD / 16_384; i++) {
      come(bytes(16_384));
    }
    assertThat(seen).filteredOn("16384 bytes"::equals).hasSize(5);
  }

  @Test
  void whoClosesHearsNoMoreAndWhatWasHeldIsReleased() {
    inlet.shaking();
    ByteBuf held = bytes(7);
    come(held);
    var _ = channel.pipeline().close();
    assertThat(held.refCnt()).isZero();
    channel.runScheduledPendingTasks();
    assertThat(seen).containsExactly("inactive");
  }

  @Test
  void whatAnAnswerSaidBeforeAResetIsHeard() {
    inlet.shaking();
    inlet.shaken();
    come(bytes(7));
    channel.pipeline().fireExceptionCaught(new IOException("reset"));
    channel.unsafe().close(channel.voidPromise());
    channel.runPendingTasks();
    assertThat(seen).containsExactly("7 bytes", "complete", "reset", "inactive");
  }

  @Test
  void aResetEndsAHandshakeWhateverWasHeld() {
    inlet.shaking();
    ByteBuf held = bytes(7);
    come(held);
    channel.unsafe().close(channel.voidPromise());
    channel.runPendingTasks();
    assertThat(held.refCnt()).isZero();
    channel.runScheduledPendingTasks();
    assertThat(seen).containsExactly("inactive");
  }

  /// Unlike what the channel itself offers, this runs no task.
  private void come(ByteBuf some) {
    channel.pipeline().fireChannelRead(some);
  }

  private static ByteBuf bytes(int count) {
    return Unpooled.buffer(count).writeZero(count);
  }

  /// Counts what is asked for.
  private static final class Reads extends ChannelOutboundHandlerAdapter {
    private final AtomicInteger reads;

    private Reads(AtomicInteger reads) {
      this.reads = reads;
    }

    @Override
    public void read(ChannelHandlerContext context) {
      reads.incrementAndGet();
      context.read();
    }
  }

  /// The end of the pipeline.
  private final class Seeing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var some = (ByteBuf) message;
      seen.add(some.readableBytes() + " bytes");
      some.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      seen.add("complete");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      seen.add("inactive");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      seen.add(cause.getMessage());
    }
  }
}
