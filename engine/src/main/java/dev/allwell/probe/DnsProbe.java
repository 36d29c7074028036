package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.egress.Phase;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.concurrent.ThreadLocalRandom;

/// One attempt of a [DnsCheck]: one question by UDP, and once more by TCP when the answer did not
/// fit. A lost datagram is not sent again: the check's retries are for that.
///
/// The answer counts when its id and question are ours; others are let pass, so that a forger
/// cannot end the probe.
final class DnsProbe {
  private static final int LONGEST = 65_535;

  private final DnsCheck check;
  private final Run run;
  private final DnsMessage question;
  private boolean overTcp;

  DnsProbe(DnsCheck check, Run run) {
    this.check = check;
    this.run = run;
    int id = ThreadLocalRandom.current().nextInt(1 << 16);
    question = new DnsMessage(id, check.name(), check.type());
  }

  void start() {
    run.dialDatagrams(new Destination(check.endpoint(), false, check.route()), this::askByDatagram);
  }

  private void askByDatagram(Channel channel) {
    channel.pipeline().addLast(new Datagrams());
    send(channel, Unpooled.wrappedBuffer(question.bytes()));
  }

  private void askByStream(Channel channel) {
    channel
        .pipeline()
        .addLast(new LengthFieldBasedFrameDecoder(LONGEST, 0, 2, 0, 2))
        .addLast(new Messages());
    byte[] message = question.bytes();
    send(
        channel,
        Unpooled.wrappedBuffer(
            Unpooled.copyShort(message.length), Unpooled.wrappedBuffer(message)));
  }

  private void send(Channel channel, ByteBuf message) {
    run.enter(Phase.FIRST_BYTE);
    channel
        .writeAndFlush(message)
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            run.thrown(sent.cause());
          }
        });
  }

  private void came(Channel channel, ByteBuf message, boolean datagram) {
    switch (question.read(message)) {
      case DnsMessage.Reading.NotOurs() -> {
        if (!datagram) {
          run.end(Reason.BAD_RESPONSE, "the answer is to another question");
        }
      }
      case DnsMessage.Reading.Garbage() ->
          run.end(Reason.BAD_RESPONSE, "the answer is not a DNS message");
      case DnsMessage.Reading.Cut() -> {
        if (datagram) {
          askAgain(channel);
        } else {
          run.end(Reason.BAD_RESPONSE, "the answer is cut even over TCP");
        }
      }
      case DnsMessage.Reading.Answer(int rcode, int records) -> judge(rcode, records);
    }
  }

  private void askAgain(Channel datagrams) {
    overTcp = true;
    // not closed while it is being read
    datagrams
        .eventLoop()
        .execute(() -> {
          var _ = datagrams.close();
        });
    run.dial(new Destination(check.endpoint(), false, check.route()), this::askByStream);
  }

  private void judge(int rcode, int records) {
    run.enter(Phase.TRANSFER);
    run.answered(rcode);
    if (rcode != 0) {
      run.end(Reason.EXPECTATION_FAILED, "rcode " + rcode + ", expected 0 (NOERROR)");
    } else if (records == 0) {
      run.end(Reason.EXPECTATION_FAILED, "no " + check.type() + " record");
    } else {
      run.end(Reason.OK, "");
    }
  }

  /// What UDP brings: a packet each.
  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      if (!overTcp) {
        came(context.channel(), packet.content(), true);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!overTcp) {
        run.thrown(cause);
      }
    }
  }

  /// What TCP brings: a frame each.
  private final class Messages extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      came(context.channel(), message, false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      run.end(Reason.CLOSED_EARLY, "closed before the answer was complete");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      run.thrown(cause);
    }
  }
}
